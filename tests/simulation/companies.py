"""Companies that split their shares or pay dividends, as the market tells of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple
from uuid import UUID

from bus.envelope import new_id
from events import CorporateActionAnnounced, CorporateActionEffective, Event
from simulation.clock import MIDNIGHT
from simulation.market import SYMBOLS, Wandering
from vocabulary import CorporateActionKind, Price, Quantity, Symbol

RATIO = 2
CHANCE = 0.4
TODAY = date(2026, 1, 5)
"""The day that begins at midnight."""
AMOUNTS = ("0.25", "1.07")
SETTLED_SECONDS = 1.5
"""After an action it takes holders so long to hear of it."""


class Deed(NamedTuple):
    """Two shares for one at a market time, or so many dollars for each share."""

    action_id: UUID
    symbol: Symbol
    at: datetime
    amount: Decimal | None
    pay_date: date | None


@dataclass
class Companies:
    """At most one thing happens to each symbol, in some of the worlds, and as in life at midnight.

    Nearly always everybody is told of it before.
    """

    market: Wandering
    dice: Random
    tell: Callable[[Event, str], None]
    deeds: list[Deed] = field(default_factory=list[Deed])
    _told: set[UUID] = field(default_factory=set[UUID])

    @property
    def are_quiet(self) -> bool:
        """Whether everything has happened, and had its time to get about."""
        late = self.market.time - timedelta(seconds=SETTLED_SECONDS)
        return all(one.at < late for one in self.deeds)

    def announce(self) -> None:
        """Say what will happen."""
        if self.dice.random() > CHANCE:
            return
        for symbol in self.dice.choice((SYMBOLS, SYMBOLS[:1], SYMBOLS[1:])):
            is_split = self.dice.random() < 0.6
            amount = None if is_split else Decimal(self.dice.choice(AMOUNTS))
            pay_date = None if is_split else self.dice.choice((None, TODAY))
            deed = Deed(new_id(), symbol, MIDNIGHT, amount, pay_date)
            self.deeds.append(deed)
            said = {**_facts(deed), "effective_at": deed.at}
            self.tell(CorporateActionAnnounced.model_validate(said), "market-data")

    def go_on(self) -> None:
        """Let happen what is due."""
        for deed in self.deeds:
            if deed.at <= self.market.time and deed.action_id not in self._told:
                self._told.add(deed.action_id)
                said = {**_facts(deed), "market_time": deed.at}
                said["last_price"] = self.market.prices()[deed.symbol]
                if deed.amount is None:
                    self.market.split(deed.symbol, RATIO)
                self.tell(CorporateActionEffective.model_validate(said), "market-data")


def converted(deeds: Sequence[Deed], symbol: Symbol, at: datetime) -> Decimal:
    """How many shares each one is now that was traded at a market time."""
    splits = (one for one in deeds if one.symbol == symbol and one.amount is None)
    return Decimal(RATIO if any(at < one.at for one in splits) else 1)


def _facts(deed: Deed) -> dict[str, object]:
    is_split = deed.amount is None
    return {
        "action_id": deed.action_id,
        "symbol": deed.symbol,
        "kind": CorporateActionKind.SPLIT if is_split else CorporateActionKind.DIVIDEND,
        "ex_date": TODAY,
        "pay_date": deed.pay_date,
        "new_shares": Quantity(Decimal(RATIO)) if is_split else None,
        "old_shares": Quantity(Decimal(1)) if is_split else None,
        "cash": None if deed.amount is None else Price(deed.amount),
    }
