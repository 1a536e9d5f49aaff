"""What the order service accepts and answers over HTTP. Dollars and shares are exact strings."""
