"""The ticks of one recording, however big it is."""

from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from logging import getLogger

from market_data.domain.ticks import Tick
from market_data.feeds.feed import BrokenLine, FeedRefused
from market_data.feeds.replay.files import Recording
from market_data.feeds.replay.lines import BROKEN_LINES_KEPT_MAX, BrokenLines, CsvLines
from market_data.feeds.replay.rows import COLUMNS, row_parser

_BEGINNING = datetime.min.replace(tzinfo=UTC)

logger = getLogger(__name__)


class LoggedBrokenLines(BrokenLines):
    """Says in the log which lines were left out: those that are kept."""

    def add(self, line: BrokenLine) -> bool:
        """Leave out one more."""
        is_new = super().add(line)
        if is_new:
            logger.warning("broken_line: %s", line)
        if is_new and len(self.first) == BROKEN_LINES_KEPT_MAX:
            logger.warning("broken_line: from here on they are counted and not logged")
        return is_new


class RecordingReader:
    """The ticks of one file."""

    def __init__(self, recording: Recording, broken: BrokenLines) -> None:
        self.lines = CsvLines(recording.path)
        self._recording = recording
        self._broken = broken

    def ticks(self) -> Generator[Tick]:
        """Every tick, once. A line that cannot be read is left out.

        Raises:
            FeedRefused: the file is not what its name says, is damaged, or goes back in time.
        """
        rows = self.lines.rows()
        parse = row_parser(self._recording, self._header(rows))
        last, first_broken = _BEGINNING, ""
        for row in rows:
            try:
                ticks = parse(row)
            except (ValueError, OverflowError) as error:
                if row:  # an empty line is no line
                    line = self.lines.broken(error)
                    self._broken.add(line)
                    first_broken = first_broken or str(line)
                continue
            for tick in ticks:
                if tick.time < last:
                    raise self._goes_back(last, tick.time)
                last = tick.time
                yield tick
        if last is _BEGINNING and first_broken:
            reason = f"{self.lines.path}: not one line could be read; {first_broken}"
            raise FeedRefused("unreadable_file", reason)

    def _header(self, rows: Iterator[list[str]]) -> list[str]:
        for header in rows:
            return header
        columns = ",".join(COLUMNS[self._recording.kind])
        reason = f"{self.lines.path}: is empty; it should begin with {columns}"
        raise FeedRefused("empty_file", reason)

    def _goes_back(self, last: datetime, time: datetime) -> FeedRefused:
        where = f"{self.lines.path}:{self.lines.lines_read}"
        reason = f"{where}: goes back in time, from {last.isoformat()} to {time.isoformat()}"
        return FeedRefused("unsorted_file", reason)
