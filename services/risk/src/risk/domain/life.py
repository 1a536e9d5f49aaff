"""How far the life of an account has come, apart from its orders."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from vocabulary import OrderId, WindingPurpose

PATIENCE_SECONDS = 10
"""How long orders wait for their account to be opened, or for prices that are still to come."""


@dataclass(frozen=True, slots=True)
class Winding:
    """An account that is to come to rest; ``is_told`` once it was said that it has."""

    winding_id: UUID
    purpose: WindingPurpose
    is_told: bool = False


@dataclass(slots=True)
class Life:
    """Whether an account trades.

    ``winding`` is set from when it is wound up until it starts over or ends. ``fills`` counts what
    was settled, in all that time. ``waiting`` are orders that came before the account was opened,
    or before prices, as they were written.
    """

    winding: Winding | None = None
    is_closed: bool = False
    fills: int = 0
    waiting: dict[OrderId, str] = field(default_factory=dict[OrderId, str])

    @property
    def is_over(self) -> bool:
        """Whether it takes no orders, for now or for ever."""
        return self.is_closed or self.winding is not None

    def wind_up(self, winding_id: UUID, purpose: WindingPurpose) -> bool:
        """Trade no more; whether that is new."""
        if self.is_closed or (self.winding and self.winding.winding_id == winding_id):
            return False
        self.winding = Winding(winding_id, purpose)
        return True

    def tell_rest(self) -> UUID | None:
        """What is to be answered, once, by an account that has nothing open any more."""
        if self.winding is None or self.winding.is_told:
            return None
        self.winding = replace(self.winding, is_told=True)
        return self.winding.winding_id

    def start_over(self) -> None:
        """Trade again."""
        self.winding = None

    def end(self) -> None:
        """Never trade again."""
        self.winding, self.is_closed = None, True
