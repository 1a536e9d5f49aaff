"""Reads one recording line by line, however big it is."""

import csv
import gzip
import zlib
from collections.abc import Generator
from datetime import UTC, datetime
from io import TextIOWrapper
from logging import getLogger
from typing import IO

from market_data.domain.ticks import Tick
from market_data.feeds.feed import BrokenLine, FeedRefused
from market_data.feeds.replay.files import Recording
from market_data.feeds.replay.rows import COLUMNS, row_parser

BROKEN_LINES_LOGGED_MAX = 20
DAMAGES = (EOFError, OSError, zlib.error, csv.Error)

_BEGINNING = datetime.min.replace(tzinfo=UTC)

logger = getLogger(__name__)


class BrokenLines:
    """Counts the lines that were left out; keeps and logs the first few."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[BrokenLine] = []

    def add(self, line: BrokenLine) -> None:
        """Leave out one more."""
        self.count += 1
        if self.count <= BROKEN_LINES_LOGGED_MAX:
            self.first.append(line)
            logger.warning("broken_line: %s", line)
        if self.count == BROKEN_LINES_LOGGED_MAX:
            logger.warning("broken_line: from here on they are counted and not logged")


class RecordingReader:
    """The ticks of one file."""

    def __init__(self, recording: Recording, broken: BrokenLines) -> None:
        self.path = recording.path
        self.bytes_total = recording.path.stat().st_size
        self._recording = recording
        self._broken = broken
        self._file: IO[bytes] | None = None
        self._rows = csv.reader(())

    @property
    def lines_read(self) -> int:
        """How many lines it has read, the header included."""
        return self._rows.line_num

    @property
    def bytes_read(self) -> int:
        """How far it is in the file as it lies on the disk."""
        if self._file is None:
            return 0
        return self.bytes_total if self._file.closed else self._file.tell()

    def ticks(self) -> Generator[Tick]:
        """Every tick, once. A line that cannot be read is left out.

        Raises:
            FeedRefused: the file is not what its name says, is damaged, or goes back in time.
        """
        try:
            with self.path.open("rb") as self._file, self._text(self._file) as text:
                self._rows = csv.reader(text, quoting=csv.QUOTE_NONE)
                yield from self._told()
        except DAMAGES as error:
            reason = f"{self.path}: damaged after line {self.lines_read}: {error}"
            raise FeedRefused("damaged_file", reason) from error

    def _text(self, file: IO[bytes]) -> TextIOWrapper:
        """Bytes that are no text become characters that are no number: a broken line, no more."""
        packed = self.path.suffix.lower() == ".gz"
        plain: IO[bytes] = gzip.GzipFile(fileobj=file) if packed else file  # pyright: ignore[reportAssignmentType]
        return TextIOWrapper(plain, encoding="utf-8-sig", errors="replace", newline="")

    def _told(self) -> Generator[Tick]:
        parse = row_parser(self._recording, self._header())
        last, first_broken = _BEGINNING, ""
        for row in self._rows:
            try:
                ticks = parse(row)
            except (ValueError, OverflowError) as error:
                if row:  # an empty line is no line
                    line = BrokenLine(self.path.name, self.lines_read, str(error))
                    self._broken.add(line)
                    first_broken = first_broken or str(line)
                continue
            for tick in ticks:
                if tick.time < last:
                    raise self._goes_back(last, tick.time)
                last = tick.time
                yield tick
        if last is _BEGINNING and first_broken:
            reason = f"{self.path}: not one line could be read; {first_broken}"
            raise FeedRefused("unreadable_file", reason)

    def _header(self) -> list[str]:
        for header in self._rows:
            return header
        columns = ",".join(COLUMNS[self._recording.kind])
        raise FeedRefused("empty_file", f"{self.path}: is empty; it should begin with {columns}")

    def _goes_back(self, last: datetime, time: datetime) -> FeedRefused:
        where = f"{self.path}:{self.lines_read}"
        reason = f"{where}: goes back in time, from {last.isoformat()} to {time.isoformat()}"
        return FeedRefused("unsorted_file", reason)
