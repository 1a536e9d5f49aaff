"""The ``ccxt`` feed: coins of a crypto exchange, by ccxt in an environment of its own.

ccxt pins versions that cannot stand beside ours, takes three seconds to import and a hundred
megabytes to live. ``isolated`` holds what runs there; nothing else here may import it.
"""
