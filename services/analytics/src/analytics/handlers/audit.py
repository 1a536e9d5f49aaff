"""What the audit trail is told: who proves to be whom, and what befalls orders, time and shares.

Fills are not in it: the ledger has them. Splits and dividends are: they change what people hold.
"""

from collections.abc import Iterable

from analytics.domain.trail import Entry, Trail
from bus.handlers import Handlers, Occurrence
from events import (
    AuditRecorded,
    ClockSteered,
    CorporateActionAnnounced,
    CorporateActionEffective,
    Event,
    OrderCanceled,
    OrderCancelRequested,
    OrderCreated,
    OrderExpired,
    OrderRejected,
    OrderReplaced,
    SessionRevoked,
    UserDeleted,
    UserRegistered,
)

handlers = Handlers[Trail]()

NAMES_OF_PEOPLE = {"display_name"}
"""Not for the trail, from which nothing can be erased when somebody leaves."""


@handlers.on_occurrences(
    AuditRecorded,
    ClockSteered,
    CorporateActionAnnounced,
    CorporateActionEffective,
    OrderCancelRequested,
    OrderCanceled,
    OrderCreated,
    OrderExpired,
    OrderRejected,
    OrderReplaced,
    SessionRevoked,
    UserDeleted,
    UserRegistered,
)
def write_down(trail: Trail, occurrence: Occurrence) -> Iterable[Event]:
    """Add what happened to the trail, with the time at which its service said so."""
    event: Event = occurrence.data
    facts = vars(event)  # an attribute that a model does not have costs a microsecond to miss
    trail.append(
        Entry(
            event_id=occurrence.id,
            recorded_at=occurrence.time,
            action=facts["action"] if event.name == AuditRecorded.name else event.name.lower(),
            user_id=facts.get("user_id"),
            account_id=facts.get("account_id"),
            session_id=facts.get("session_id"),
            order_id=facts.get("order_id"),
            correlation_id=occurrence.correlationid,
            document=event.model_dump_json(exclude=NAMES_OF_PEOPLE, exclude_none=True),
        )
    )
    return ()
