"""Figures for others to read: declared once (`declared/`), computed in one snapshot, opened into their records."""
