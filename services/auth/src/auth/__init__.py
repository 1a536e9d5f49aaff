"""Who people are, and the keys that prove it."""
