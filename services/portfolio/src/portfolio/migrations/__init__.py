"""How the portfolio database came to be what it is."""
