"""Whether the day adds up: every event heard, every cent and every share accounted for."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from outcry.demo.session import Heard, Json, Session
from outcry.demo.story import Story
from vocabulary import Price, Quantity, value

FILLS = ("ORDER_FILLED", "ORDER_PARTIALLY_FILLED")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be so, and what was found."""

    name: str
    ok: bool
    found: str


def check_events(story: Story) -> Iterator[Check]:
    """Every order's events were all heard, and no message of the stream is missing."""
    for placed in story.placed:
        heard = {one.type for one in story.events_of(placed)}
        missing = [kind for kind in placed.expected if kind not in heard]
        found = f"missing {', '.join(missing)}" if missing else f"{len(placed.expected)} kinds"
        yield Check(f"events of “{placed.title}”", not missing, found)
    numbers = [one.seq for one in story.session.heard]
    gaps = [n for n, m in pairwise(numbers) if m != n + 1]
    yield Check("sequence numbers without a gap", not gaps, f"{len(numbers)} messages, gaps {gaps}")


def check_money(story: Story, portfolio: Json, balance: Json, opening: Decimal) -> Iterator[Check]:
    """Cash and positions are what the fills say, and the ledger sums to zero."""
    fills = fills_of(story.session)
    cash, shares = opening, defaultdict[str, Decimal](Decimal)
    for fill in fills:
        sign = 1 if fill.data["side"] == "buy" else -1
        quantity = Quantity(Decimal(fill.data["quantity"]))
        cash -= sign * value(quantity, Price(Decimal(fill.data["price"])))
        cash -= Decimal(fill.data["fee"])
        shares[fill.data["symbol"]] += sign * quantity
    yield Check(
        "cash is what the fills say",
        cash == Decimal(portfolio["cash"]),
        f"{portfolio['cash']}, from {len(fills)} fills {cash}",
    )
    held = {one["symbol"]: Decimal(one["quantity"]) for one in portfolio["positions"]}
    expected = {symbol: quantity for symbol, quantity in shares.items() if quantity}
    yield Check("positions are what the fills say", held == expected, _shares(held))
    sums = {one["asset"]: Decimal(one["total"]) for one in balance["assets"]}
    yield Check("the ledger sums to zero", bool(sums) and not any(sums.values()), _shares(sums))


def check_prices(session: Session, folder: Path) -> Iterator[Check]:
    """Every fill was made within the quote that was recorded at its market time."""
    fills = fills_of(session)
    for symbol in sorted({fill.data["symbol"] for fill in fills}):
        own = [fill for fill in fills if fill.data["symbol"] == symbol]
        outside = [fill.data for fill in own if not _within(fill, folder)]
        yield Check(
            f"{symbol} fills lie within the recorded quote", not outside, f"{len(own)} fills"
        )


def fills_of(session: Session) -> list[Heard]:
    """Every fill that was heard."""
    return [one for one in session.heard if one.type in FILLS]


def _within(fill: Heard, folder: Path) -> bool:
    moment = datetime.fromisoformat(fill.data["market_time"])
    price = Decimal(fill.data["price"])
    return any(bid <= price <= ask for bid, ask in _recorded(folder, fill.data["symbol"], moment))


def _recorded(folder: Path, symbol: str, moment: datetime) -> list[tuple[Decimal, Decimal]]:
    """What was shown then: the last quote before, and all that carry the same time."""
    path = folder / f"{symbol}.quotes.csv.gz"
    opener = gzip.open if path.exists() else open
    shown: list[tuple[Decimal, Decimal]] = []
    with opener(path if path.exists() else path.with_suffix(""), "rt", newline="") as lines:
        for row in csv.DictReader(lines):
            at = datetime.fromisoformat(row["timestamp"])
            if at > moment:
                break
            if at < moment:
                shown.clear()
            shown.append((Decimal(row["bid_price"]), Decimal(row["ask_price"])))
    return shown


def _shares(amounts: dict[str, Decimal]) -> str:
    return ", ".join(f"{name} {amount:f}" for name, amount in sorted(amounts.items())) or "none"
