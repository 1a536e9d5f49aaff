"""What the risk service is asked and answers over HTTP. Figures are exact, as strings."""
