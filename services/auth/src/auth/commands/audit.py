"""What the audit trail is told of: what was granted, and attempts that were refused."""

from collections.abc import Sequence

from auth.domain.clients import Client
from auth.domain.users import User
from chassis.commands import Command
from chassis.transaction import Transaction
from events import AuditRecorded
from vocabulary import AuditAction, AuditOutcome, SessionId


async def record(tx: Transaction, commands: Sequence[Command[AuditRecorded]]) -> Sequence[None]:
    """Tell the audit trail. What was granted tells it in the transaction that grants it.

    Done twice it is told twice: of an attempt too many, never of one too few.
    """
    for one in commands:
        tx.publish(one.wish, one.origin)
    return [None] * len(commands)


def entry(
    action: AuditAction,
    outcome: AuditOutcome,
    client: Client,
    user: User | None = None,
    *,
    session_id: SessionId | None = None,
    detail: str = "",
) -> AuditRecorded:
    """What to tell of somebody who proves who they are, or fails to."""
    return AuditRecorded(
        action=action,
        outcome=outcome,
        user_id=user.user_id if user else None,
        account_id=user.account_id if user else None,
        session_id=session_id,
        address=client.address,
        user_agent=client.user_agent,
        detail=detail,
    )


def failed(told: AuditRecorded, why: str) -> AuditRecorded:
    """What to tell instead of ``told`` if it is refused."""
    return told.model_copy(update={"outcome": AuditOutcome.FAILED, "detail": why})


def refused(told: AuditRecorded, user: User | None) -> AuditRecorded:
    """What to tell instead of ``told`` if it turns out not to be ``user``, or nobody is known."""
    if user is None:
        return failed(told, "no such user")
    ids = {"user_id": user.user_id, "account_id": user.account_id}
    return failed(told, "wrong password, or disabled").model_copy(update=ids)


def throttled(told: AuditRecorded, why: str) -> AuditRecorded:
    """What to tell instead of ``told`` if it is not even tried."""
    return told.model_copy(update={"outcome": AuditOutcome.THROTTLED, "detail": why})
