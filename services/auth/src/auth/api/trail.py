"""What the audit trail is told of somebody who is signed in."""

from auth.api.caller import Client
from chassis.security import Principal
from events import AuditRecorded
from vocabulary import AuditAction, AuditOutcome


def deed(action: AuditAction, who: Principal, client: Client, detail: str = "") -> AuditRecorded:
    """That ``who`` did it. To be published by the transaction in which it is done."""
    return AuditRecorded(
        action=action,
        outcome=AuditOutcome.SUCCEEDED,
        user_id=who.user_id,
        account_id=who.account_id,
        session_id=who.session_id,
        address=client.address,
        user_agent=client.user_agent,
        detail=detail,
    )
