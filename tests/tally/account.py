"""What a tally knows of an account: enough to notice an order that is missing, double or early."""

from dataclasses import dataclass

from vocabulary import AccountId


@dataclass(slots=True)
class Tally:
    """Orders are numbered from 1 for each account; the numbers are expected in this order."""

    account_id: AccountId
    orders: int = 0
    last: int = 0
    disorder: int = 0
    is_changed: bool = False

    def count(self, number: int) -> None:
        """Count the ``number``-th order."""
        self.disorder += number != self.last + 1
        self.orders += 1
        self.last = number
        self.is_changed = True
