"""What the engine says, and what it is an effect of."""

from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

from bus.envelope import Cause as Of
from bus.envelope import Envelope
from chassis.transaction import Transaction
from events import Event, OrderRejected
from order.domain.exchange.journal import Outcome
from order.domain.lifecycle import Happening
from order.domain.pit.page import Cause
from order.domain.pit.pit import Pit
from order.handlers.books import canceling
from order.handlers.outcomes import event_of

CANCELED = frozenset({Happening.CANCEL, Happening.ASK_CANCEL})


class Said(NamedTuple):
    """An event about an ``order``, and what it is the ``number``-th effect of."""

    event: Event
    cause: Cause | None
    number: int
    order: str

    def publish(self, tx: Transaction) -> None:
        """Say it when the transaction is committed."""
        if self.cause is None:
            tx.publish(self.event)
            return
        event_id, correlation_id, traceparent = self.cause[:3]
        cause = Of(UUID(event_id), UUID(correlation_id), traceparent)
        tx.publish_effect(self.event, cause, self.number, actor=self.order)


def said_of(pit: Pit, outcome: Outcome) -> Said | None:
    """What is to be said of an outcome, and what it is an effect of."""
    name, asked = str(outcome.order.order_id), None
    cause = pit.causes.get(name)
    if outcome.step.happening in CANCELED:
        with suppress(KeyError):
            cause = pit.causes[canceling(outcome.order.order_id)]
            asked = cause[3]
    event = event_of(pit.symbol, outcome, None if asked is None else int(asked))
    return None if event is None else Said(event, cause, outcome.step.number, name)


def refusal_of(refusal: OrderRejected, approval: Envelope[Any]) -> Said:
    """What is to be said of an order that cannot be handed over to its broker."""
    cause = [str(approval.id), str(approval.correlationid), approval.traceparent]
    return Said(refusal, cause, 1, str(refusal.order_id))
