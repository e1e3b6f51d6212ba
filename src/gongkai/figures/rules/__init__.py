"""What figures are counted by: periods, the year of a case, rounding. Plain functions, no Django, no today."""
