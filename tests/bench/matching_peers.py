"""Other matching engines, in a folder of their own that is made when it is needed.

They are no part of the project, and not in its lock: ``build/`` is not kept.
"""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from shutil import which
from typing import Any

from bench.matching_flow import Flow, Op, timed

ROOT = Path(__file__).parents[2]
PEERS = ROOT / "build" / "matching-peers"
WANTED = ("lightmatchingengine==2019.1.4", "order-matching[polars]==0.12.0")


def install() -> None:
    """Put the peers into their folder, if they are not there."""
    done = PEERS / "wanted.txt"
    if done.exists() and done.read_text() == " ".join(WANTED):
        return
    uv = which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    place = ["--quiet", "--target", str(PEERS), *WANTED]
    if Path(uv).exists():
        install_by = [uv, "pip", "install", "--python", sys.executable]
    else:
        install_by = ["python3", "-m", "pip", "install"]
    subprocess.run([*install_by, *place], check=True)  # noqa: S603
    done.write_text(" ".join(WANTED))


def light(orders: Flow, found: list[bool]) -> tuple[float, int]:
    """``lightmatchingengine``: seconds and fills.

    It fails at the cancel of an order that is filled, so that those, which ours did not find any
    more, are left out: it is not asked, and the operation counts.
    """
    sys.path.append(str(PEERS))
    engine: Any = import_module("lightmatchingengine.lightmatchingengine").LightMatchingEngine()
    ids: dict[int, int] = {}
    fills = 0

    def do(op: Op) -> bool:
        nonlocal fills
        if not op.size:
            engine.cancel_order(ids[op.key], "X")
            return True
        order, trades = engine.add_order("X", op.price, op.size, 1 if op.is_buy else 2)
        ids[op.key] = order.order_id
        fills += len(trades)
        return True

    return _run(do, do, orders, found), fills


def slow(orders: Flow, found: list[bool]) -> tuple[float, int]:
    """``order-matching``: seconds and fills; what rests before is put where it keeps it."""
    sys.path.append(str(PEERS))
    package = import_module("order_matching.matching_engine")
    order_of: Any = import_module("order_matching.order").LimitOrder
    side: Any = import_module("order_matching.enums").Side
    orders_of: Any = import_module("order_matching.orders").Orders
    vars(package)["logger"].remove()
    engine: Any = vars(package)["MatchingEngine"](seed=1)
    now, fills = datetime(2024, 1, 1), 0  # noqa: DTZ001

    def made(op: Op) -> object:
        return order_of(
            side=side.BUY if op.is_buy else side.SELL,
            price=float(op.price),
            size=float(op.size),
            timestamp=now,
            order_id=str(op.key),
            trader_id=str(op.key),
        )

    def prepare(op: Op) -> bool:
        engine.unprocessed_orders.append(incoming_order=made(op))
        return True

    def do(op: Op) -> bool:
        nonlocal fills
        if not op.size:
            engine.cancel_order(str(op.key))
            return True
        engine.place(orders=orders_of([made(op)]))
        fills += len(engine.match(timestamp=now).trades)
        return True

    return _run(prepare, do, orders, found), fills


def _run(
    prepare: Callable[[Op], bool], do: Callable[[Op], bool], orders: Flow, found: list[bool]
) -> float:
    for op in orders.resting:
        prepare(op)
    ops = [op for op, is_there in zip(orders.ops, found, strict=False) if is_there]
    return timed(do, ops)[0]
