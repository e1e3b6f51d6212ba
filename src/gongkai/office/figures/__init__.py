"""Figures in the office: what is late, how it goes, each number opened."""
