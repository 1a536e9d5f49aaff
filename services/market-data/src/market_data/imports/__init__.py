"""Bars of the past and corporate actions, from files that people have."""
