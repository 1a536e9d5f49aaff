"""The audit trail is told of every attempt, whatever came of it."""

from collections.abc import AsyncGenerator

import pytest

from auth.commands import audit
from bus.interface import Delivery, Subscription
from chassis.testing import Simulation
from events import AuditRecorded
from vocabulary import AuditAction, AuditOutcome

pytestmark = pytest.mark.real
TRAIL = Subscription("analytics.audit", frozenset({AuditRecorded.name}), 0, 1)


@pytest.fixture
async def told(system: Simulation) -> AsyncGenerator[list[Delivery]]:
    """What the audit trail hears."""
    heard: list[Delivery] = []
    async with system.bus.listening(TRAIL, heard.append):
        yield heard


@pytest.mark.usefixtures("client")
async def test_the_trail_is_told_of_what_changed_nothing(
    system: Simulation, told: list[Delivery]
) -> None:
    refused = AuditRecorded(
        action=AuditAction.SIGN_IN,
        outcome=AuditOutcome.FAILED,
        address="192.0.2.7",
        user_agent="curl/8.5.0",
    )

    await system.running["auth"].commands.run(audit.record, refused)
    await system.settle()

    assert [envelope.data for one in told for envelope in one.envelopes] == [refused]
