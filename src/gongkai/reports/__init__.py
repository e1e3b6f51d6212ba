"""Documents made of figures: the annual report and its relatives, each with a life, checks and ways out."""
