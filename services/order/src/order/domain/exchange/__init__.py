"""The exchange of one symbol: what happens to orders of every kind, step by step."""
