"""Prices, bars and market time: arithmetic. Time and draws are arguments."""
