"""Recordings to replay."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

HEADERS = {
    "quotes": "timestamp,symbol,bid_price,bid_size,ask_price,ask_size",
    "trades": "timestamp,symbol,price,size,exchange",
    "bars": "timestamp,symbol,open,high,low,close,volume",
}


@pytest.fixture
def record(tmp_path: Path) -> Callable[..., Path]:
    """Writes a recording: its name, and its lines after the header, which the name decides."""

    def write(name: str, *lines: str, header: str | None = None, end: str = "\n") -> Path:
        kind = next((kind for kind in ("quotes", "trades") if f".{kind}." in name), "bars")
        text = "".join(line + end for line in (header or HEADERS[kind], *lines))
        path = tmp_path / name
        if name.endswith(".gz"):
            path.write_bytes(gzip.compress(text.encode()))
        else:
            path.write_bytes(text.encode())
        return path

    return write
