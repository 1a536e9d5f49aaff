"""A made-up market: prices that move together, moods, busy hours, auctions and halts.

Everything is counted in whole numbers, so that the same draws give the same prices on every
machine, and every price lies on the tick grid.
"""
