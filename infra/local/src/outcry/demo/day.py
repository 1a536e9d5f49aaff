"""Play the story against a running stack, and see whether all was well."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from ssl import SSLContext

from outcry.demo.session import Json, signed_in
from outcry.demo.story import Story
from outcry.demo.verdict import Check, check_events, check_money, check_prices

OPENING = Decimal("100000.00")


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    story: Story
    portfolio: Json
    ledger: list[Json]
    checks: list[Check]

    @property
    def ok(self) -> bool:
        """Whether every check held."""
        return all(check.ok for check in self.checks)

    def as_json(self) -> Json:
        """All of it, for programs."""
        return {
            "orders": [
                {"title": one.title, "order_id": one.order_id, "events": self.story.timeline(one)}
                for one in self.story.placed
            ],
            "portfolio": self.portfolio,
            "ledger": self.ledger,
            "checks": [{"name": one.name, "ok": one.ok, "found": one.found} for one in self.checks],
        }


async def play(
    origin: str, symbols: list[str], replay: Path | None, trust: SSLContext | None = None
) -> Outcome:
    """Play the story through the gateway at ``origin``.

    Args:
        origin: for example ``http://localhost:8080``.
        symbols: what to trade; the first and the last are used.
        replay: the folder of recorded ticks that the fills must agree with, if any.
        trust: whom to take for the gateway if it speaks TLS; by default, whom the system trusts.

    Raises:
        Problem: something that had to happen did not; nothing could be concluded.
    """
    async with signed_in(origin, trust) as session:
        story = Story(session, symbols)
        await story.play()
        portfolio = await session.call("GET", "/api/portfolio")
        balance = await session.call("GET", "/api/portfolio/ledger/balance")
        ledger = await session.read_all("/api/portfolio/ledger")
    checks = [*check_events(story), *check_money(story, portfolio, balance, OPENING)]
    if replay:
        checks += check_prices(session, replay)
    return Outcome(story, portfolio, ledger, checks)
