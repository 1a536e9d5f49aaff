"""What an account is entitled to because it held shares, or owes because it owed them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from portfolio.domain.actions import Action, Actions, Effect
from portfolio.domain.trade import Fill
from vocabulary import Money, Quantity


@dataclass(slots=True)
class Entitlement:
    """What an ``action`` does to the ``shares`` that an account held when it became effective.

    Negative where it owed them. ``paid`` are the dollars of a dividend that were paid so far. It
    is of one ``epoch`` of the account.
    """

    action: Action
    epoch: int
    shares: Quantity
    paid: Money | None = None

    @property
    def effect(self) -> Effect:
        """What becomes of the shares."""
        return self.action.of(self.shares)


@dataclass(slots=True)
class Claims:
    """The entitlements of an account, by their actions.

    ``actions`` are those that the account goes by. ``booked`` are trades, booked before it knew of
    all of them, of symbols of which it has not been told everything. ``changed`` says which
    entitlements are not yet saved.
    """

    actions: Actions = field(default_factory=Actions)
    known: dict[UUID, Entitlement] = field(default_factory=dict[UUID, Entitlement])
    changed: set[UUID] = field(default_factory=set[UUID])
    booked: Sequence[Fill] = ()

    def keep(self, entitlement: Entitlement) -> None:
        """Let the account have this one, as it is now."""
        action_id = entitlement.action.action_id
        self.known[action_id] = entitlement
        self.changed.add(action_id)
