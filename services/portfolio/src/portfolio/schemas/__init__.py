"""What the portfolio service answers over HTTP. Dollars and shares are exact, as strings."""
