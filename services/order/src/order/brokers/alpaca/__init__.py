"""Alpaca Markets, paper and live, by its own library, alpaca-py."""
