"""How an account wants its orders to be filled and charged."""

from typing import NamedTuple

from order.domain.models import fees, fills


class Preferences(NamedTuple):
    """The names of a fill model and of a fee schedule."""

    fill_model: str = fills.DEFAULT
    fees: str = fees.DEFAULT
