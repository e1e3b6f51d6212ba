"""Every statistic, declared once: what it counts, in which words, by which source, and the records behind it."""
