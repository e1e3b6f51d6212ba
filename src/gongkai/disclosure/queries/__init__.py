"""Reading items: for everyone (`public`), for the office (`office`), for the index (`searchable`)."""
