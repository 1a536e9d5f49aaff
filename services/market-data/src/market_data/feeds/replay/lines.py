"""Reads a CSV file line by line, however big it is, packed or not."""

import csv
import gzip
import zlib
from collections.abc import Generator, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from market_data.feeds.feed import BrokenLine, FeedRefused

DAMAGES = (EOFError, OSError, zlib.error, csv.Error)
BROKEN_LINES_KEPT_MAX = 20
LINE_MAX = 65_536
"""Characters, the end of the line included. A file without line ends would be one line of any size,
and memory has to be the same for every file."""
_CUT = "(too long)"
"""What is read instead of a line that is too long: one column, which no kind of file has."""
_TOO_LONG = f"longer than {LINE_MAX} characters"


class BrokenLines:
    """Counts the lines that were left out, and keeps the first few."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[BrokenLine] = []

    def add(self, line: BrokenLine) -> bool:
        """Leave out one more; return whether it is kept: not if an earlier round kept it."""
        self.count += 1
        is_new = len(self.first) < BROKEN_LINES_KEPT_MAX and line not in self.first
        if is_new:
            self.first.append(line)
        return is_new


class _Cut:
    """Whether the line that was read last was too long."""

    is_now = False


class CsvLines:
    """The lines of one file, and how far they were read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes_total = path.stat().st_size
        self._file: IO[bytes] | None = None
        self._rows = csv.reader(())
        self._cut = _Cut()

    @property
    def lines_read(self) -> int:
        """How many lines were read, the header included."""
        return self._rows.line_num

    @property
    def bytes_read(self) -> int:
        """How far it is in the file as it lies on the disk."""
        if self._file is None:
            return 0
        return self.bytes_total if self._file.closed else self._file.tell()

    def rows(self) -> Generator[list[str]]:
        """Every line, once, the header first. One that is too long is a row of one column.

        Raises:
            FeedRefused: the file is damaged, or begins with a line that is too long.
        """
        try:
            with self.path.open("rb") as self._file, self._text(self._file) as text:
                self._rows = csv.reader(_bounded(text, self._cut), quoting=csv.QUOTE_NONE)
                for header in self._rows:
                    if self._cut.is_now:
                        raise FeedRefused("unreadable_file", f"{self.path}:1: {_TOO_LONG}")
                    yield header
                    yield from self._rows
        except DAMAGES as error:
            reason = f"{self.path}: damaged after line {self.lines_read}: {error}"
            raise FeedRefused("damaged_file", reason) from error

    def broken(self, error: Exception) -> BrokenLine:
        """The line that was read last, which cannot be used because of ``error``.

        If it was too long, that is the reason.
        """
        reason = _TOO_LONG if self._cut.is_now else str(error)
        return BrokenLine(self.path.name, self.lines_read, reason)

    def _text(self, file: IO[bytes]) -> TextIOWrapper:
        """Bytes that are no text become characters that are no number: a broken line, no more."""
        packed = self.path.suffix.lower() == ".gz"
        plain: IO[bytes] = gzip.GzipFile(fileobj=file) if packed else file  # pyright: ignore[reportAssignmentType]
        return TextIOWrapper(plain, encoding="utf-8-sig", errors="replace", newline="")


def _bounded(text: TextIOWrapper, cut: _Cut) -> Iterator[str]:
    """The lines; of those that are too long only that they are."""
    while line := text.readline(LINE_MAX + 1):
        if len(line) <= LINE_MAX:
            yield line
            continue
        while len(line) > LINE_MAX and not line.endswith("\n"):
            line = text.readline(LINE_MAX + 1)
        cut.is_now = True
        yield _CUT
        cut.is_now = False
