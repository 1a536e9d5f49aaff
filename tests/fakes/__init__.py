"""Local servers that speak what vendors of prices speak."""
