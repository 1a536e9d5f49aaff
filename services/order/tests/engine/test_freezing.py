"""Books are written down now and then, and nobody is kept waiting by one that cannot be."""

from typing import Any

import pytest
from trading_pit import TradingPit
from written_tape import quoted, standing

from order.domain.exchange.book import Book
from order.domain.pit.pit import Pit
from order.tables import books

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("unhurried")]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few inputs are a lot."""
    monkeypatch.setattr("order.domain.pit.pit.FREEZE_AFTER", 12)


async def test_a_book_that_cannot_be_written_down_goes_on_by_its_pages(
    pit: TradingPit, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waiting = await pit.place(limit="9")

    def broken(_book: Book) -> dict[str, Any]:
        raise OverflowError

    monkeypatch.setattr("order.domain.pit.pit.freeze", broken)
    for number in range(16):
        await pit.tell(quoted("100@9.90", f"{100 + number}@10.10"), later=1)
    await pit.rest()
    assert "its book cannot be written down" in caplog.text
    assert await pit.rows(books) == []

    await pit.restart()
    await pit.tell(quoted("", "20@9"), later=1)

    assert await pit.status(waiting) == "filled"


async def test_large_books_are_written_down_one_after_the_other(
    pit: TradingPit, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen: list[str] = []
    real = Pit.freeze

    def noted(self: Pit) -> dict[str, Any] | None:
        frozen.append(self.symbol)
        return real(self)

    monkeypatch.setattr(Pit, "freeze", noted)
    await pit.tell(*standing("BAC"), complete=True)
    for symbol in ("IBM", "BAC"):
        await pit.place(limit="9", symbol=symbol)
    said = [quoted("100@9.90", "90@10.10", symbol) for symbol in ("IBM", "BAC") for _ in range(9)]
    await pit.tell(*said, later=1)

    counts: list[int] = []
    for _ in range(3):
        await pit.rest()
        counts.append(len(frozen))

    assert counts == [1, 2, 2]
