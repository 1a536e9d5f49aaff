"""Changing how far accounts may go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from http import HTTPStatus

from chassis.commands import Command
from chassis.errors import Refusal
from chassis.transaction import Transaction
from risk.commands.deeds import Doer
from risk.domain.limits import Limits
from risk.domain.rulebook import Place
from risk.repository.rulebook import Layer, find_layers, store_layer
from vocabulary import AuditAction, plain

NO_LAYER = Layer()


class VersionPassed(Refusal):
    """Somebody has changed the limits since the caller looked."""

    status = HTTPStatus.PRECONDITION_FAILED
    code = "version_passed"

    def __init__(self, version: int) -> None:
        super().__init__(f"this is version {version} by now; look at it again", version=version)
        self._version = version

    def headers(self) -> dict[str, str]:
        """Which version it is now."""
        return {"etag": etag(self._version)}


@dataclass(frozen=True, slots=True)
class LimitsWish:
    """The limits of a place, in place of one of these versions (``None``: of any)."""

    place: Place
    limits: Limits
    versions: frozenset[int] | None
    doer: Doer


def etag(version: int) -> str:
    """How a version is named in a header (RFC 9110, section 8.8.3)."""
    return f'"{version}"'


async def change_limits(
    tx: Transaction, commands: Sequence[Command[LimitsWish]]
) -> Sequence[Layer | Exception]:
    """Store limits in place of the versions that administrators have seen, and tell the trail.

    Raises:
        VersionPassed: (as an answer) there is another version by now.
    """
    return [await _change(tx, command) for command in commands]


async def _change(tx: Transaction, command: Command[LimitsWish]) -> Layer | VersionPassed:
    wish = command.wish
    found = await find_layers(tx.connection, wish.place, lock=True)
    old = found.get(wish.place, NO_LAYER)
    if old.limits == wish.limits and old.version:
        return old  # perhaps by the first try of this very wish, whose answer was lost
    if wish.versions is not None and old.version not in wish.versions:
        return VersionPassed(old.version)
    new = Layer(wish.limits, old.version + 1)
    if not await store_layer(tx.connection, wish.place, new):
        return VersionPassed(old.version + 1)
    detail = f"{' '.join(wish.place)}: {'; '.join(_changes(old.limits, wish.limits))}"
    tx.publish(wish.doer.did(AuditAction.CHANGE_LIMITS, detail), command.origin)
    return new


def _changes(old: Limits, new: Limits) -> Iterator[str]:
    for one in fields(Limits):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if before != after:
            yield f"{one.name} from {_shown(before)} to {_shown(after)}"


def _shown(figure: object) -> str:
    if isinstance(figure, Decimal):
        return plain(figure)
    return "none" if figure is None else str(figure).lower()
