"""What the reports need and no other part holds: decisions and fees of a year, staff, trainings, rules, meetings."""
