"""Accounts, the shares they own, and what their open orders hold."""
