"""What an administrator may ask about everybody, and everybody about themselves."""

from fastapi import APIRouter

from analytics.queries import audit as queries
from analytics.schemas.audit import Asked, AuditPage, OwnAuditPage, OwnPaging
from chassis.security import Admin, Person
from chassis.service import OwnDatabase

router = APIRouter(prefix="/api/analytics/audit", tags=["audit"])


@router.get("")
async def list_audit_trail(asked: Asked, _who: Admin, database: OwnDatabase) -> AuditPage:
    """The audit trail, newest first: security actions and orders of everybody."""
    async with database.engine.connect() as connection:
        found = await queries.list_entries(connection, asked.wanted(), asked.limit)
    return AuditPage.of(found)


@router.get("/mine")
async def list_own_actions(paging: OwnPaging, who: Person, database: OwnDatabase) -> OwnAuditPage:
    """What was done in the caller's name, newest first: sign-ins and the like, and vain tries."""
    async with database.engine.connect() as connection:
        found = await queries.list_own(connection, who.user_id, paging.before, paging.limit)
    return OwnAuditPage.of(found)
