"""What arrives in the demo county: applications, letters, hotline orders and the rest, over three years."""
