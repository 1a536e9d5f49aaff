"""Every write of the analytics service, and what handlers need to read."""
