"""What the risk service is asked and told, and what it answers. Figures are exact, as strings."""
