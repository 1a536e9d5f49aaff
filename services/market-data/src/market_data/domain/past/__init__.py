"""A past for a made-up market: bars from before it began, counted in whole numbers as it is.

The price walks backwards from where the simulation began, so that the last bar closes there.
Draws are named by what they are for and by the day, so that a day is the same whenever it is made.
"""
