"""Word lists that ship: names and cues, wordings. Plain data."""
