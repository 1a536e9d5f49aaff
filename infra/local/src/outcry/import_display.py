"""How far an import is, on a terminal; and which lines were left out, anywhere."""

from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from outcry.display import complaints

if TYPE_CHECKING:
    from market_data.feeds.feed import BrokenLine


class ImportDisplay:
    """A line for each file: its share that was read, its bars, and how long it will take.

    When it was read, the line shows the same of the longer bars that are made of it.
    """

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[bars]:,} bars"),
            TimeRemainingColumn(),
            console=complaints,
            disable=not complaints.is_terminal,
        )
        self._name, self._size = "", 0
        self._task = TaskID(0)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def begin(self, name: str, size: int) -> None:
        """A file of so many bytes begins."""
        self._name, self._size = escape(name), size
        self._task = self._progress.add_task(self._name, total=size, bars=0)

    def show(self, done: int, bars: int) -> None:
        """It is so far."""
        self._update(self._name, done, self._size)
        self._progress.update(self._task, bars=bars)

    def make_longer(self, done: int, steps: int) -> None:
        """All of it is stored, and so many steps towards the longer bars are done."""
        self._update(f"{self._name}, longer bars", done, steps)

    def complain(self, lines: "Sequence[BrokenLine]", count: int) -> None:
        """These lines, and as many more as make ``count``, were left out of the file that ends."""
        for line in lines:
            complaints.print(f"[yellow]left out[/] {escape(str(line))}", soft_wrap=True)
        if count > len(lines):
            complaints.print(f"[yellow]left out[/] {count - len(lines)} lines more", soft_wrap=True)

    def _update(self, what: str, done: int, total: int) -> None:
        self._progress.update(self._task, description=what, completed=done, total=total)
