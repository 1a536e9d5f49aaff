"""Which files are replayed: ``IBM.quotes.csv.gz``, ``IBM.trades.csv``, ``IBM.csv`` for bars."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from market_data.domain.instruments import Instrument
from market_data.feeds.catalogue import instrument_of
from market_data.feeds.feed import FeedRefused
from vocabulary import Symbol

_NAME = re.compile(r"(?P<symbol>.+?)(?:\.(?P<kind>quotes|trades))?\.csv(?:\.gz)?", re.IGNORECASE)


class Kind(IntEnum):
    """What a file records.

    Of rows with the same time the smaller kind is told first: a trade finds the quote it met.
    """

    QUOTES = 0
    TRADES = 1
    BARS = 2


@dataclass(frozen=True, slots=True)
class Recording:
    """One file, of one instrument. Its name says which, and what it holds."""

    path: Path
    instrument: Instrument
    kind: Kind


def find_recordings(path: Path | None, symbols: Collection[Symbol]) -> list[Recording]:
    """The files in ``path``, or that one file; of ``symbols`` only, if there are any.

    Raises:
        FeedRefused: there is nothing to replay, or nothing of one of the symbols.
    """
    if path is None:
        raise FeedRefused("no_recording", "set MARKET_DATA_REPLAY_PATH to what is to be replayed")
    if not path.exists():
        raise FeedRefused("no_recording", f"there is no {path}")
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    found = [recording for file in files if (recording := _recording(file))]
    if not found:
        raise FeedRefused("no_recording", f"there is no SYMBOL.csv or SYMBOL.csv.gz in {path}")
    return sorted(_of(symbols, found, path), key=lambda one: (one.kind, one.instrument.symbol))


def _recording(file: Path) -> Recording | None:
    name = _NAME.fullmatch(file.name)
    if name is None or not file.is_file():
        return None
    kind = Kind[(name["kind"] or "bars").upper()]
    return Recording(file, instrument_of(Symbol(name["symbol"].upper())), kind)


def _of(symbols: Collection[Symbol], found: Sequence[Recording], path: Path) -> Sequence[Recording]:
    recorded = {one.instrument.symbol for one in found}
    if missing := sorted(set(symbols) - recorded):
        there_are = ", ".join(sorted(recorded))
        reason = f"{path} has nothing of {', '.join(missing)}; it has {there_are}"
        raise FeedRefused("unknown_symbol", reason)
    return [one for one in found if not symbols or one.instrument.symbol in symbols]
