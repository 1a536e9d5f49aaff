"""How the auth database came to look as it does."""
