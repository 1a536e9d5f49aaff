"""Matching in whole numbers: prices in units of 10^-8 dollar, sizes in units of 10^-9 share.

Plain classes with typed attributes and nothing clever, so that mypyc can compile them as they are.
"""
