"""Whole services in one process under a virtual clock, with a database and a broker that fail."""
