"""Answers that are CSV, sent line by line as they are found."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from typing import Any, TypeVar

from starlette.responses import StreamingResponse

from portfolio.schemas.spreadsheet import Cell, lines

Row = TypeVar("Row")


class CsvResponse(StreamingResponse):
    """A file of comma-separated values (RFC 4180)."""

    media_type = "text/csv"


async def csv_of(
    name: str,
    columns: Sequence[str],
    parts: AsyncGenerator[Sequence[Row]],
    cells: Callable[[Row], Iterable[Sequence[Cell]]],
) -> CsvResponse:
    """A file of that name; what is wrong with the wish is found out before it begins."""
    first = await anext(parts)

    async def written() -> AsyncIterator[str]:
        yield lines([columns])
        part: Sequence[Any] | None = first
        while part is not None:
            yield lines(line for row in part for line in cells(row))
            part = await anext(parts, None)

    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return CsvResponse(written(), headers=headers)
