"""The ``csv`` feed: recorded ticks and bars, told again in the order in which they happened."""
