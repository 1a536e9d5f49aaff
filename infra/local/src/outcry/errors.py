"""What the person at the keyboard is told when something cannot be done."""


class Problem(Exception):
    """One clear message, and what to do about it. The command ends with exit code 1."""
