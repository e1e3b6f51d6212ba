"""Bringing in cases from a system used before: a map says which column is what, all is read before anything is written."""
