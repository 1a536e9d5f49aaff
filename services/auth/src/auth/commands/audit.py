"""What the audit trail is told of that changes nothing else: attempts that were refused."""

from collections.abc import Sequence

from chassis.commands import Command
from chassis.transaction import Transaction
from events import AuditRecorded


async def record(tx: Transaction, commands: Sequence[Command[AuditRecorded]]) -> Sequence[None]:
    """Tell the audit trail. What was granted tells it in the transaction that grants it.

    Done twice it is told twice: of an attempt too many, never of one too few.
    """
    for one in commands:
        tx.publish(one.wish, one.origin)
    return [None] * len(commands)
