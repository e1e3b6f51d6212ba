"""Damaged, hostile and odd input for whatever reads bytes of strangers: `make fuzz`."""
