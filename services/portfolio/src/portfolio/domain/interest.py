"""What owing dollars costs: so many per cent a year, by the day, of 360 days (actual/360)."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid5

from portfolio.domain.account import Account
from portfolio.domain.ledger import CASH, INTEREST, Booking, BookingKind, transfer
from vocabulary import Money, cents

DAYS_OF_A_YEAR = 360
NIGHTS_MAX = 4
"""A long weekend; where more has passed, the market was elsewhere meanwhile."""
_PERCENT = 100


def interest_on(owed: Money, percent: Decimal, nights: int) -> Money:
    """Dollars, to the cent, for owing so many over so many nights."""
    charged = owed * percent * min(nights, NIGHTS_MAX)
    return cents(Money(charged / (_PERCENT * DAYS_OF_A_YEAR)))


def charge(account: Account, day: date, epoch: int, amount: Money, at: datetime) -> Booking | None:
    """Take interest that is due when a market day begins; once, however often that is said."""
    is_charged = account.charged_until is not None and account.charged_until >= day
    if is_charged or account.is_closed or account.epoch != epoch:
        return None
    account.charged_until = day
    account.cash = Money(account.cash - amount)
    account.interest = Money(account.interest + amount)
    booking_id = uuid5(account.account_id, f"interest {day}")
    entries = transfer(CASH, amount, giver=account.account_id, receiver=INTEREST)
    about = f"interest on what was owed when {day} began"
    account.enter(booking_id, BookingKind.INTEREST, about, at, entries)
    return account.bookings[-1]
