"""What administrators have laid down: limits by layer, and where trading is halted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from risk.domain.companies import Split, Splits
from risk.domain.limits import Limits, strictest
from risk.domain.margin import MarginTerms
from vocabulary import AccountId, Symbol, UserId


class Scope(StrEnum):
    """Whom a limit or a halt is about."""

    HOUSE = "house"
    USER = "user"
    ACCOUNT = "account"
    SYMBOL = "symbol"


EVERYBODY = "everybody"
"""The name of the only house there is."""
Place = tuple[Scope, str]
"""Whom it is about, and the id or the symbol."""


@dataclass(slots=True)
class Rulebook:
    """The rules of today, which all accounts of a process share.

    ``house`` are the limits of the settings; ``layers`` are those that administrators have set,
    and ``halts`` says why trading is halted where it is. ``splits`` are those of late and to come.
    """

    house: Limits = field(default_factory=Limits)
    margin: MarginTerms = field(default_factory=MarginTerms)
    layers: Mapping[Place, Limits] = field(default_factory=dict[Place, Limits])
    halts: Mapping[Place, str] = field(default_factory=dict[Place, str])
    splits: Splits = field(default_factory=dict[Symbol, Sequence[Split]])

    def limits(self, account_id: AccountId, user_id: UserId | None = None) -> Limits:
        """What an account is allowed."""
        if not self.layers:  # nearly always
            return self.house
        places = (
            (Scope.HOUSE, EVERYBODY),
            (Scope.USER, str(user_id)),
            (Scope.ACCOUNT, str(account_id)),
        )
        own = (self.layers[place] for place in places if place in self.layers)
        return strictest((self.house, *own))

    def halted(self, account_id: AccountId) -> str | None:
        """Why an account may not trade at all; ``None`` if it may."""
        everybody = self.halts.get((Scope.HOUSE, EVERYBODY))
        return everybody or self.halts.get((Scope.ACCOUNT, str(account_id)))

    def symbol_halted(self, symbol: Symbol) -> str | None:
        """Why a symbol may not be traded; ``None`` if it may."""
        return self.halts.get((Scope.SYMBOL, symbol))
