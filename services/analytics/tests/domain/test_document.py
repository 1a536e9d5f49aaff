"""The example of ``docs/analytics.md`` is what the domain comes to."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from analytics.domain.curve import DayReturn
from analytics.domain.report import Beside, Ratios
from vocabulary import plain

DOCUMENT = Path(__file__).parents[4] / "docs/analytics.md"
FIRST = date(2013, 10, 7)
OURS = [Decimal(one).scaleb(-3) for one in (10, -20, 30, 5, -10)]
THEIRS = [Decimal(one).scaleb(-3) for one in (5, -10, 20, 0, -5)]


def written() -> dict[str, str]:
    """The last table of the document."""
    example = DOCUMENT.read_text().rpartition("## An example")[2]
    return dict(re.findall(r"^\| ([a-z_]+) \| (-?[0-9.]+) \|$", example, re.MULTILINE))


def test_the_example_is_what_comes_out() -> None:
    days = [FIRST + timedelta(days=number) for number in range(5)]
    ratios = Ratios.of(OURS)
    market = dict(zip(days, THEIRS, strict=True))
    beside = Beside.of(map(DayReturn, days, OURS), market)
    assert beside is not None

    found = {
        name: plain(getattr(beside if hasattr(beside, name) else ratios, name))
        for name in written()
    }

    assert written() == found
    assert len(found) == 10
