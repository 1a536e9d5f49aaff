"""Rows become corporate actions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from market_data.domain.actions import CorporateAction, Dividend, Split
from market_data.feeds.replay.fields import day, price, size
from market_data.feeds.replay.lines import BrokenLines, CsvLines
from market_data.imports.bars import symbol_of
from market_data.imports.header import Row
from market_data.imports.history import read_header
from vocabulary import CorporateActionKind, Money

COLUMNS = ("symbol", "ex_date", "kind")
"""What has to be there. A split has ``new_shares`` and ``old_shares`` besides, a dividend ``cash``
and, if it is known, ``pay_date``."""


@dataclass(frozen=True, slots=True)
class ActionsFile:
    """What a file holds, in its order, with the line where each stands."""

    actions: Sequence[tuple[int, CorporateAction]]
    lines: CsvLines
    broken: BrokenLines


def read_actions(path: Path) -> ActionsFile:
    """Every action in a file; a line that cannot be read is left out.

    Raises:
        FeedRefused: the file is damaged or empty, or a column is missing.
    """
    lines, broken = CsvLines(path), BrokenLines()
    rows = lines.rows()
    read = read_header(rows, path, COLUMNS)
    actions: list[tuple[int, CorporateAction]] = []
    for line in filter(None, rows):
        try:
            actions.append((lines.lines_read, action_of(read(line))))
        except ValueError as error:
            broken.add(lines.broken(error))
    return ActionsFile(actions, lines, broken)


def action_of(row: Row) -> CorporateAction:
    """The action of one row.

    Raises:
        ValueError: a field is not what it should be, or says nothing.
    """
    kind = row["kind"].lower()
    if kind not in _KINDS:
        raise ValueError(f"{row['kind']!r} is neither {' nor '.join(_KINDS)}")
    ex_date = day(row["ex_date"])
    return CorporateAction(symbol_of(row["symbol"]), ex_date, _KINDS[kind](row))


def _split(row: Row) -> Split:
    return Split(size(_said(row, "new_shares")), size(_said(row, "old_shares")))


def _dividend(row: Row) -> Dividend:
    paid = row.get("pay_date")
    return Dividend(Money(price(_said(row, "cash"))), day(paid) if paid else None)


_KINDS: dict[str, Callable[[Row], Split | Dividend]] = {
    CorporateActionKind.SPLIT: _split,
    CorporateActionKind.DIVIDEND: _dividend,
}


def _said(row: Row, name: str) -> str:
    if not row.get(name):
        raise ValueError(f"it does not say {name}")
    return row[name]
