"""Cases for others to read: the office's lists and pages, the citizen's state page, the figures' raw rows."""
