"""How the tally's database came to look as it does."""
