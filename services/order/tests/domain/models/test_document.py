"""What the page about fill models says is what they do."""

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from exchanging import Trying, Wish, price, size, terms

from order.domain.models.fees import NAMES as SCHEDULES
from order.domain.models.fees import PARTS, FeeSchedule, fee_schedule, total_fee
from order.domain.models.fills import MILLION, FillModel, fill_model
from order.domain.models.fills import NAMES as MODELS
from order.domain.units import MILLISECOND, price_text, size_text

PAGE = (Path(__file__).parents[5] / "docs" / "fill-models.md").read_text()
Rows = list[list[str]]


def tables(heading: str) -> list[Rows]:
    """The tables of a chapter, each without its head."""
    chapter = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    found = re.findall(r"(?:^\|.*\|\n)+", chapter, flags=re.MULTILINE)
    return [[cells(line) for line in table.splitlines()[2:]] for table in found]


def cells(line: str) -> list[str]:
    return [cell.strip(" `") for cell in line.strip("|").split("|")]


def traded(trying: Trying) -> str:
    return " ".join(f"{size_text(one.size)}@{price_text(one.price)}" for one in trying.fills)


def play(model: str, rows: Rows) -> None:
    """Do what each row says, and look at all the fills so far."""
    trying = Trying()
    for at, what, fills in rows:
        trying.later(float(at.removesuffix(" s")) - trying.now)
        match what.split():
            case ["quote", bid, ask]:
                trying.quote(bid, ask)
            case ["trade", one]:
                trying.trade(one)
            case ["buy", shares, "at", limit]:
                trying.buy(shares, limit, model=model)
            case _:
                pytest.fail(f"nobody knows how to {what}")
        assert traded(trying) == fills, what


def test_the_figures_of_the_models() -> None:
    (rows,) = tables("The models")
    by_name = {row[0]: row[1:] for row in rows}

    def column(row: str, scale: int) -> Sequence[Decimal]:
        return [Decimal(cell) * scale for cell in by_name[row]]

    models: list[FillModel] = [fill_model(name) for name in MODELS]
    assert column("latency of an order, in ms", MILLISECOND) == [one.latency for one in models]
    cancels = column("latency of a cancel or replacement, in ms", MILLISECOND)
    assert cancels == [one.cancel_latency for one in models]
    assert column("jitter: up to so many ms more", MILLISECOND) == [one.jitter for one in models]
    assert column("improvement, of the spread", MILLION) == [one.improvement for one in models]
    assert column("slippage, of the price", MILLION) == [one.slippage for one in models]
    assert column("impact, of the spread", MILLION) == [one.impact for one in models]
    lines = by_name["place in line behind the market"]
    assert [line == "yes" for line in lines] == [one.in_line for one in models]
    sizes = by_name["size at a price"]
    assert [one == "endless" for one in sizes] == [one.is_endless for one in models]


def test_sizes_are_taken_once() -> None:
    play("touch/1", tables("Sizes are taken once")[0])


def test_the_line() -> None:
    play("realistic/1", tables("The line")[0])


@pytest.mark.parametrize("row", tables("The price of who takes")[0], ids=" ".join)
def test_the_price_of_who_takes(row: list[str]) -> None:
    model, side, shares, market, fills = row
    trying = Trying()
    trying.quote(*market.split())
    at_once: Wish = {"model": model}

    trying.place(terms(side, shares, **at_once))
    trying.later(0.2)

    assert traded(trying) == fills


def test_the_figures_of_the_fees() -> None:
    (rows, _) = tables("Fees")
    schedules: list[FeeSchedule] = [fee_schedule(name) for name in SCHEDULES]
    figures = [
        [one.value_sold for one in schedules],
        [one.share_sold for one in schedules],
        [one.share_sold_max for one in schedules],
        [one.commission_share for one in schedules],
        [one.commission_value for one in schedules],
        [one.commission_min for one in schedules],
    ]
    scales = [PARTS, PARTS, 10_000, PARTS, PARTS, 10_000]
    for (_, *said), scale, meant in zip(rows, scales, figures, strict=True):
        assert [Decimal(one) * scale for one in said] == meant


@pytest.mark.parametrize("row", tables("Fees")[1], ids=" ".join)
def test_what_an_order_costs(row: list[str]) -> None:
    schedule, side, trade, dollars = row
    shares, _, at = trade.partition("@")
    value = size(shares) * price(at)

    fee = total_fee(fee_schedule(schedule), side == "buy", size(shares), value)

    assert fee * 10_000 == price(dollars)
