"""How the portfolio database came to look as it does."""
