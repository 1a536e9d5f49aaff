"""Lists as CSV, RFC 4180: for spreadsheets, which take a text that begins like one for a formula.

Source of what has to be escaped, and how: OWASP, "CSV Injection".
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from uuid import UUID

from vocabulary import plain

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text begins that a spreadsheet would work out."""

Cell = str | int | Decimal | datetime | UUID | None


def lines(rows: Iterable[Sequence[Cell]]) -> str:
    """The rows as lines of CSV. Numbers stay numbers, negative ones too; times are in UTC."""
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([map(_written, row) for row in rows])
    return written.getvalue()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return plain(cell)
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if not isinstance(cell, str):
        return str(cell)
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
