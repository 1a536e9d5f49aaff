"""What happens to an account, for :mod:`events.examples`: opened, paid into, reset, closed."""

from decimal import Decimal
from uuid import UUID

import events
from events.market_examples import IBM, NOON, price
from vocabulary import (
    AccountId,
    AlertKind,
    Money,
    RejectionReason,
    TransferKind,
    UserId,
    WindingPurpose,
)

ACCOUNT = AccountId(UUID("0191e0a4-7d00-7000-8000-0000000000a1"))
USER = UserId(UUID("0191e0a4-7d00-7000-8000-0000000000b1"))
BOOKING = UUID("0191e0a4-7d00-7000-8000-0000000000c1")
WINDING = UUID("0191e0a4-7d00-7000-8000-0000000000c2")


def dollars(text: str) -> Money:
    """Written like ``2500.5``."""
    return Money(Decimal(text))


_OUT = {
    "account_id": ACCOUNT,
    "transfer_id": BOOKING,
    "amount": dollars("2500.5"),
    "market_time": NOON,
}
_OVER = {"account_id": ACCOUNT, "winding_id": WINDING, "purpose": WindingPurpose.RESET}

OPENED: tuple[events.Event, ...] = (
    events.AccountOpened(
        account_id=ACCOUNT,
        user_id=USER,
        cash=dollars("100000"),
        account_name="Day trading",
        fill_model="touch/1",
    ),
    events.AccountRenamed(account_id=ACCOUNT, account_name="Slow trading"),
    events.TransferRequested(
        account_id=ACCOUNT,
        transfer_id=BOOKING,
        kind=TransferKind.DEPOSIT,
        amount=dollars("2500.5"),
        market_time=NOON,
    ),
    events.CashDeposited(
        account_id=ACCOUNT,
        booking_id=BOOKING,
        amount=dollars("2500.5"),
        cash=dollars("102500.5"),
    ),
    events.WithdrawalRequested.model_validate(_OUT),
    events.WithdrawalApproved.model_validate(_OUT),
    events.CashWithdrawn(
        account_id=ACCOUNT, booking_id=BOOKING, amount=dollars("2500.5"), cash=dollars("100000")
    ),
)
"""At the beginning."""

ENDED: tuple[events.Event, ...] = (
    events.InterestDue(
        account_id=ACCOUNT, day=NOON.date(), epoch=1, amount=dollars("1.39"), market_time=NOON
    ),
    events.InterestCharged(
        account_id=ACCOUNT,
        booking_id=UUID("019a1f0c-5c00-7a00-8000-00000000009d"),
        amount=dollars("1.39"),
        cash=dollars("-5001.39"),
        market_time=NOON,
    ),
    events.WithdrawalRefused(
        account_id=ACCOUNT,
        transfer_id=BOOKING,
        reason=RejectionReason.BUYING_POWER_EXCEEDED,
        rule="no more may be taken out than what is free",
        free_cash=dollars("98179.7"),
    ),
    events.WindingUpRequested.model_validate(_OVER | {"cash": dollars("100000")}),
    events.AccountWindingUp.model_validate(_OVER),
    events.AccountAtRest(account_id=ACCOUNT, winding_id=WINDING, fills=2),
    events.AccountReset(account_id=ACCOUNT, epoch=2, cash=dollars("100000"), market_time=NOON),
    events.AccountClosed(account_id=ACCOUNT, epoch=2, market_time=NOON),
)
"""At the end."""

RUNG = events.PriceAlertFired(
    account_id=ACCOUNT,
    alert_id=UUID("01a1fb01-0f3e-7a10-9b1c-5d1a7be0c3fa"),
    symbol=IBM,
    kind=AlertKind.CROSSES,
    level=price("190"),
    price=price("190.005"),
    repeats=False,
    fired_at=NOON,
)
"""A price is where somebody waits for it."""
