"""Loads and saves accounts, many at once."""

from portfolio.repository.accounts import Accounts

__all__ = ["Accounts"]
