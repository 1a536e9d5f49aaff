"""What can be asked of risk, and what risk asks of the market and of its own tables."""
