"""SQLite for many who write: a database backend of Django's own with a line in front of it."""
