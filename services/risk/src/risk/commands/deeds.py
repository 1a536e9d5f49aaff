"""Who does something that the audit trail has to know."""

from dataclasses import dataclass

from chassis.security import Principal
from events import AuditRecorded
from vocabulary import AuditAction, AuditOutcome


@dataclass(frozen=True, slots=True)
class Doer:
    """An administrator at work, and where from."""

    who: Principal
    address: str = ""
    user_agent: str = ""

    def did(self, action: AuditAction, detail: str) -> AuditRecorded:
        """What to tell the audit trail, in the transaction in which it is done."""
        return AuditRecorded(
            action=action,
            outcome=AuditOutcome.SUCCEEDED,
            user_id=self.who.user_id,
            account_id=self.who.account_id,
            session_id=self.who.session_id,
            address=self.address,
            user_agent=self.user_agent,
            detail=detail,
        )
