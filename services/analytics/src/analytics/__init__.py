"""Profit and loss of every account."""
