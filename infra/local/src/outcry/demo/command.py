"""``outcry demo``: play the story against a running stack and say whether all was well."""

from decimal import Decimal
from pathlib import Path

from outcry.demo.report import as_json
from outcry.demo.session import Json, Session, signed_in
from outcry.demo.story import Story
from outcry.demo.verdict import Check, check_events, check_money, check_prices

OPENING = Decimal("100000.00")


async def play(origin: str, symbols: list[str], replay: Path | None) -> "Outcome":
    """Play the story through the gateway at ``origin``.

    Args:
        origin: for example ``http://localhost:8080``.
        symbols: what to trade; the first and the last are used.
        replay: the folder of recorded ticks that the fills must agree with, if any.

    Raises:
        Problem: something that had to happen did not; nothing could be concluded.
    """
    async with signed_in(origin) as session:
        story = Story(session, symbols)
        await story.play()
        portfolio = await session.call("GET", "/api/portfolio")
        balance = await session.call("GET", "/api/portfolio/ledger/balance")
        ledger = await session.read_all("/api/portfolio/ledger")
        checks = list(_checks(story, session, portfolio, balance, replay))
        return Outcome(story, portfolio, ledger, checks)


class Outcome:
    """What came of it."""

    def __init__(
        self, story: Story, portfolio: Json, ledger: list[Json], checks: list[Check]
    ) -> None:
        self.story = story
        self.portfolio = portfolio
        self.ledger = ledger
        self.checks = checks

    @property
    def ok(self) -> bool:
        """Whether every check held."""
        return all(check.ok for check in self.checks)

    def as_json(self) -> Json:
        """All of it, for programs."""
        return as_json(self.story, self.portfolio, self.checks)


def _checks(
    story: Story, session: Session, portfolio: Json, balance: Json, replay: Path | None
) -> list[Check]:
    checks = [*check_events(story), *check_money(story, portfolio, balance, OPENING)]
    return [*checks, *check_prices(session, replay)] if replay else checks
