"""Reports in the office: the desk over all units, a report's page, its words, its acts, the records behind a cell."""
