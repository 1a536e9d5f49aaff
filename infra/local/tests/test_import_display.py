"""What a terminal shows while files are imported."""

from io import StringIO

import pytest
from rich.console import Console

from outcry import import_display


@pytest.mark.parametrize("name", ["IBM.csv", "[IBM].csv"])
def test_a_terminal_shows_a_line_for_a_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = StringIO()
    terminal = Console(file=written, force_terminal=True, width=120)
    monkeypatch.setattr(import_display, "complaints", terminal)
    with import_display.ImportDisplay() as shown:
        shown.begin(name, 1000)
        shown.show(1000, 12_345)
        shown.make_longer(3, 4)

    for part in f"{name}, longer bars", "75%", "12,345 bars":
        assert part in written.getvalue()
