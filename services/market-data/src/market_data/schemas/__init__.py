"""What the market-data service accepts and answers over HTTP. Numbers are exact, as strings."""
