"""A recorded day that is replayed twice is the same day twice, to the last event."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
RECORDED = HERE.parent / ".." / "shared" / "market-data" / "ticks" / "2013-10-07"
pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(not RECORDED.exists(), reason=f"recorded prices are not at {RECORDED}"),
]


def digest(folder: Path, postgres_url: str, redis_url: str, hash_seed: str) -> dict[str, str]:
    """What a process of its own says, with sets and dictionaries in an order of their own."""
    done = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, HERE / "replay_digest.py", folder, postgres_url, redis_url],
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(part.split("=") for part in done.stdout.split())


def test_a_day_replayed_twice_tells_the_same_events(postgres_url: str, redis_url: str) -> None:
    first, second = (digest(RECORDED, postgres_url, redis_url, seed) for seed in ("1", "2"))

    assert first == second
    assert int(first["TRADE"]) > 50_000
    assert int(first["QUOTE"]) > 1_000


def test_another_day_is_another_stream(postgres_url: str, redis_url: str, tmp_path: Path) -> None:
    lines = [f"2013-10-07T12:00:0{second}Z,IBM,180,{100 + second}" for second in range(9)]
    file = tmp_path / "IBM.trades.csv"
    digests: list[str] = []
    for changed in (lines, [*lines[:-1], lines[-1].replace("108", "109")]):
        file.write_text("\n".join(["timestamp,symbol,price,size", *changed]))
        digests.append(digest(tmp_path, postgres_url, redis_url, "0")["sha256"])

    assert digests[0] != digests[1]
