"""Bringing in records that were public elsewhere: a map says which column is what, nothing is written before all is read."""
