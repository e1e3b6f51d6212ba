"""The citizens' side of cases: write, send, follow. Generic over the kinds; nothing here knows one by name."""
