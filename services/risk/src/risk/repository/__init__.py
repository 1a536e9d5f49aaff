"""Loads and saves accounts, many at once, and what administrators have laid down."""

from risk.repository.accounts import Accounts

__all__ = ["Accounts"]
