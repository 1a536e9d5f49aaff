"""What trading costs: commissions and the fees of regulators, by schedule.

A fee is reckoned for all that an order has traded so far, and a fill is charged what that is more
than before: so an order costs the same in one fill or in a hundred.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from order.domain.units import DOLLAR, SHARE

CENTS = 100
CENT = 100
"""Fees count 10^-4 dollars."""
PARTS = 10**8
"""Rates count 10^-8: of a value, or dollars for each share."""
_FEE_DOLLAR = CENTS * CENT


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """Rates: for sales, of their value and by the share; and commissions, likewise.

    The most that an order's fee by the share is, and the least of its commission, are in fee units;
    zero for none.
    """

    name: str
    value_sold: int = 0
    share_sold: int = 0
    share_sold_max: int = 0
    commission_share: int = 0
    commission_value: int = 0
    commission_min: int = 0


class NoSuchSchedule(Exception):
    """No fee schedule has that name."""


DEFAULT = "us-equities/1"
_SCHEDULES: Mapping[str, FeeSchedule] = {
    schedule.name: schedule
    for schedule in (
        FeeSchedule("none/1"),
        # No commission; what the SEC (27.80 dollars per million) and FINRA (0.000166 dollars a
        # share, 8.30 at most) take from sales.
        FeeSchedule("us-equities/1", value_sold=2780, share_sold=16_600, share_sold_max=830 * CENT),
        FeeSchedule(
            "per-share/1",
            value_sold=2780,
            share_sold=16_600,
            share_sold_max=830 * CENT,
            commission_share=500_000,
            commission_min=_FEE_DOLLAR,
        ),
        FeeSchedule("crypto/1", commission_value=250_000),
    )
}
NAMES = tuple(_SCHEDULES)


def fee_schedule(name: str) -> FeeSchedule:
    """The schedule of that name and version.

    Raises:
        NoSuchSchedule: there is none.
    """
    if name not in _SCHEDULES:
        raise NoSuchSchedule(f"{name}: the fee schedules are {', '.join(_SCHEDULES)}")
    return _SCHEDULES[name]


def total_fee(schedule: FeeSchedule, is_buy: bool, size: int, value: int) -> int:  # noqa: FBT001
    """What an order costs that has traded ``size`` shares for ``value``; in fee units.

    Each part is rounded up to a cent, as brokers do.
    """
    if not size:
        return 0
    fee = _cents(size * schedule.commission_share, SHARE)
    fee += _cents(value * schedule.commission_value, SHARE * DOLLAR)
    fee = max(fee, schedule.commission_min)
    if not is_buy:
        fee += _cents(value * schedule.value_sold, SHARE * DOLLAR)
        activity = _cents(size * schedule.share_sold, SHARE)
        fee += min(activity, schedule.share_sold_max or activity)
    return fee


def _cents(parts: int, unit: int) -> int:
    """A rate times whole numbers of ``unit``: rounded up to cents, in fee units."""
    return -(-parts * CENTS // (unit * PARTS)) * CENT
