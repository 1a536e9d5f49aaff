"""Measures the whole pipeline through the gateway, the way clients use it."""
