"""Ways to change an input that keep enough of its structure for the change to reach the reader behind the container."""
