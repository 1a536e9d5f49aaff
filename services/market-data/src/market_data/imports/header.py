"""Which column is what, whatever it is called and wherever it stands."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from market_data.feeds.feed import FeedRefused

ALIASES = {"date": "timestamp", "datetime": "timestamp", "ticker": "symbol"}
"""What others call our columns."""

Row = Mapping[str, str]
"""What a line says, by the name of the column; a column that is not there says nothing."""


def row_reader(
    path: Path, header: Sequence[str], wanted: Sequence[str]
) -> Callable[[Sequence[str]], Row]:
    """What makes rows of the lines under ``header``.

    Raises:
        FeedRefused: a column is missing.
    """
    names = [_name(field) for field in header]
    if missing := [name for name in wanted if name not in names]:
        there_are = ", ".join(names)
        reason = f"{path}: column {', '.join(missing)} is missing; there are {there_are}"
        raise FeedRefused("missing_column", reason)

    def read(line: Sequence[str]) -> Row:
        if len(line) != len(names):
            raise ValueError(f"{len(line)} columns instead of {len(names)}")
        return dict(zip(names, map(_bare, line), strict=True))

    return read


def _name(field: str) -> str:
    name = _bare(field).lower().replace(" ", "_")
    return ALIASES.get(name, name)


def _bare(field: str) -> str:
    return field.strip().strip('"')
