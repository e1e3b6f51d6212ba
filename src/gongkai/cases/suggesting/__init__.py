"""Suggestions to the clerk, never decisions: class of a letter, unit, similar letters, topics of the week. Plain Python."""
