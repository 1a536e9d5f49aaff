"""The ``massive`` feed: stocks, ETFs, crypto and currencies of Massive, by its own library.

Massive was called Polygon.io until the end of October 2025.
"""
