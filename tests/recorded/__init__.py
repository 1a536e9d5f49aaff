"""Recorded days, orders near their prices, and who checks every fill against what was shown."""
