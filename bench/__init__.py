"""Measurements, each beside a named reference of the same run: `make bench`, or `python -m bench NAME… [--json]`."""
