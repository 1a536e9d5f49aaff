"""Prices: feeds, bars, and the market clock."""
