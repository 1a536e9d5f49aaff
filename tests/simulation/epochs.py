"""What accounts began with and were paid in, by the wishes of their owners, epoch by epoch."""

from decimal import Decimal
from uuid import UUID

from portfolio.domain.life import TransferState, WindingState
from simulation.sights import OPENING
from simulation.storage import Storage
from vocabulary import AccountId, TransferKind

ZERO = Decimal(0)


class Epochs:
    """Which fills and payments belong to the present epoch of their account.

    It was opened with the cash of the last reset that was done. That of an account that has ended
    is over, and nothing belongs to it.
    """

    def __init__(self, portfolio: Storage) -> None:
        accounts = portfolio.rows("accounts")
        self._present = {row["account_id"]: row["epoch"] for row in accounts}
        self._ended = {row["account_id"] for row in accounts if row["is_closed"]}
        self._booked = {row["booking_id"]: row["epoch"] for row in portfolio.rows("bookings")}
        self._transfers = portfolio.rows("transfers")
        self._windings = portfolio.rows("windings")

    def is_present(self, account: AccountId, booking_id: UUID) -> bool:
        """Whether something belongs to the present; what was never booked at all does."""
        present = self._present.get(account, 1)
        is_present = self._booked.get(booking_id, present) == present
        return is_present and account not in self._ended

    def paid_in(self, account: AccountId) -> Decimal:
        """Dollars that the account has had from outside since it began, less those taken out."""
        paid = self._began_with(account)
        for one in self._transfers:
            is_done = one["state"] == TransferState.DONE
            is_own = one["account_id"] == account and is_done
            if is_own and self.is_present(account, one["transfer_id"]):
                sign = 1 if one["kind"] == TransferKind.DEPOSIT else -1
                paid += sign * one["amount"]
        return paid

    def _began_with(self, account: AccountId) -> Decimal:
        if account in self._ended:
            return ZERO
        for one in self._windings:
            is_done = one["account_id"] == account and one["state"] == WindingState.DONE
            if is_done and self._booked[one["winding_id"]] == self._present[account] - 1:
                return one["cash"]
        return OPENING
