"""How the order database came to look as it does."""
