"""What several services know of the same account, and where they do not say the same.

Each works its figures out from the events that it hears, in a way of its own: where two of them
come to different ones, something was lost, doubled, or is still on its way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from vocabulary import AccountId

ZERO = Decimal(0)


class Kind(StrEnum):
    """What a figure is about: each is an invariant."""

    CASH = "cash"
    """Dollars, free or held."""
    SHARES = "shares"
    """Held of a symbol, negative where they are owed."""
    FILLS = "fills"
    """How often a symbol was traded, ever."""
    BOUGHT = "shares bought"
    SOLD = "shares sold"
    PAID = "dollars paid"
    """For all that was ever bought, unrounded."""
    RECEIVED = "dollars received"
    FEES = "fees"
    COST = "cost"
    """Of the shares of a symbol that are held, in dollars."""
    PROFIT = "profit"
    """Dollars that a symbol has earned since the account began, less fees."""
    OPEN = "open orders"
    """1 for each order, or group of exits, that may still trade."""
    RESERVED = "reserved"
    """Dollars that open orders may still cost, without fees."""


LEDGER, ORDER, RISK, PORTFOLIO, ANALYTICS = "ledger", "order", "risk", "portfolio", "analytics"
_TRADING = (ORDER, PORTFOLIO, ANALYTICS)
SAID_BY: Mapping[Kind, tuple[str, ...]] = {
    Kind.CASH: (LEDGER, PORTFOLIO, RISK, ANALYTICS),
    Kind.SHARES: (LEDGER, ORDER, PORTFOLIO, RISK, ANALYTICS),
    Kind.FILLS: _TRADING,
    Kind.BOUGHT: _TRADING,
    Kind.SOLD: _TRADING,
    Kind.PAID: _TRADING,
    Kind.RECEIVED: _TRADING,
    Kind.FEES: _TRADING,
    Kind.COST: (PORTFOLIO, ANALYTICS),
    Kind.PROFIT: (PORTFOLIO, ANALYTICS),
    Kind.OPEN: (ORDER, RISK),
    Kind.RESERVED: (ORDER, RISK),
}
"""Who has to say the same. The ledger is a voice of its own: the sum of its entries."""


class Figure(NamedTuple):
    """One figure of an account; ``about`` is a symbol or an order, if it is about one."""

    kind: Kind
    about: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.about}".rstrip()


Figures = Mapping[Figure, Decimal]
Voice = Mapping[AccountId, Figures]
"""What one service says of all accounts. What it does not mention is zero."""
Voices = Mapping[str, Voice]
NOTHING: Figures = {}


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of which services do not say the same; ``said`` is what each of them says."""

    account_id: AccountId
    figure: Figure
    said: Mapping[str, Decimal]


def accounts_of(voices: Voices) -> list[AccountId]:
    """Everybody whom anybody knows, in order."""
    return sorted({account for voice in voices.values() for account in voice})


def differences(voices: Voices) -> Iterator[Difference]:
    """Wherever not all say the same, account by account."""
    for account_id in accounts_of(voices):
        said = {name: voice.get(account_id, NOTHING) for name, voice in voices.items()}
        figures = {figure for own in said.values() for figure in own}
        for figure in sorted(figures):
            found = {name: said[name].get(figure, ZERO) for name in SAID_BY[figure.kind]}
            if len(set(found.values())) > 1:
                yield Difference(account_id, figure, found)
