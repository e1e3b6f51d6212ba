"""What screening finds and how fast: on generated notices, on public sets, beside a stock recogniser."""
