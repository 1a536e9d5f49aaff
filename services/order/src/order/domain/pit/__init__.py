"""The pits: where each symbol trades, what of it is remembered, and what the tape says there."""
