"""What a user's terminal shall remember."""

from collections.abc import Sequence
from http import HTTPStatus

from auth.domain.preferences import Preferences
from auth.repository import preferences as stored
from auth.repository import users as people
from auth.repository.preferences import Replacement
from chassis.commands import Command
from chassis.errors import NotFound, Refusal
from chassis.transaction import Transaction


class VersionPassed(Refusal):
    """Somebody has stored preferences since the caller looked."""

    status = HTTPStatus.PRECONDITION_FAILED
    code = "version_passed"

    def __init__(self, version: int) -> None:
        super().__init__(f"this is version {version} by now; look at it again", version=version)
        self._version = version

    def headers(self) -> dict[str, str]:
        """Which version it is now."""
        return {"etag": etag(self._version)}


def etag(version: int) -> str:
    """How a version is named in a header (RFC 9110, section 8.8.3)."""
    return f'"{version}"'


async def replace_preferences(
    tx: Transaction, commands: Sequence[Command[Replacement]]
) -> Sequence[Preferences | Exception]:
    """Store documents in place of the versions that their writers have seen.

    Raises:
        VersionPassed: (as an answer) there is another version by now.
        NotFound: (as an answer) the user has left.
    """
    there = await people.lock_users(tx.connection, {one.wish.user_id for one in commands})
    return [
        await _replace(tx, one.wish)
        if one.wish.user_id in there
        else NotFound("there is no such user")
        for one in commands
    ]


async def _replace(tx: Transaction, wish: Replacement) -> Preferences | VersionPassed:
    replaced = await stored.replace_preferences(tx.connection, wish)
    if replaced is not None:
        return replaced
    there = await stored.find_preferences(tx.connection, wish.user_id)
    if (there.document, there.updated_at) == (wish.document, wish.at):
        return there  # by the first try of this very wish, whose answer was lost
    return VersionPassed(there.version)
