"""What the portfolio service keeps of the market: what things were worth."""
