"""Brokers beside the simulated exchange: off unless configured, only for who gave their keys."""
