"""How the analytics database came to look as it does."""
