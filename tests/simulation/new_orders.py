"""What a simulated database makes of the statement that adds new orders."""

from collections.abc import Sequence
from typing import Any

from order.domain.models import fees, fills
from simulation.answers import Found, rows_of
from simulation.expressions import LIVE
from simulation.storage import Row, Work

Arguments = Sequence[Any]


async def add_orders(names: Sequence[str], work: Work, arguments: Arguments) -> Sequence[Found]:
    """Add those that are new and can meet no other order of their account."""
    rows = [dict(zip(names, one, strict=True)) for one in zip(*arguments, strict=True)]
    answers: list[tuple[Any, ...]] = []
    before = list(work.rows("orders"))  # one statement sees nothing of its own
    for row in rows:
        other = _met(before, row)
        if other is not None:
            answers.append((row["order_id"], other, None, None, None))
            continue
        chosen = _chosen(work, row)
        usual = {"status": "pending_new", "book_position": 0, "filled_quantity": 0, "fee": 0}
        usual |= {"traded_value": 0, "fill_count": 0, "updated_at": row["created_at"]}
        given = {name: value for name, value in row.items() if name != "reach"}
        if await work.insert("orders", given | chosen | usual, or_leave=True) is not None:
            answers.append((row["order_id"], None, *chosen.values()))
    return rows_of(["order_id", "other", "fill_model", "fees", "broker"], answers)


def _chosen(work: Work, row: Row) -> Row:
    """What the account wants, unless the order says it; and what is usual."""
    wanted = work.row("account_settings", (row["account_id"],)) or {}
    keyed = work.row("broker_keys", (row["account_id"],)) or {}
    model = row.get("fill_model") or wanted.get("fill_model") or fills.DEFAULT
    charged = row.get("fees") or wanted.get("fees") or fees.DEFAULT
    return {"fill_model": model, "fees": charged, "broker": keyed.get("broker") or "simulated"}


def _met(before: Sequence[Row], new: Row) -> Any:  # noqa: ANN401  # an id
    """The order of the same account that a new one could trade with, at the best price."""
    if new.get("reach") is None:
        return None
    sign = 1 if new["side"] == "buy" else -1
    found = [
        old
        for old in before
        if _may_meet(old)
        and (old["account_id"], old["symbol"]) == (new["account_id"], new["symbol"])
        and old["side"] != new["side"]
        and sign * old["bound_price"] <= sign * new["reach"]
    ]
    best = min(found, key=lambda old: sign * old["bound_price"], default=None)
    return None if best is None else best["order_id"]


def _may_meet(old: Row) -> bool:
    is_open = old["status"] in LIVE and old["status"] != "held"
    is_priced = old["order_type"] in {"limit", "market"}
    is_endless = fills.fill_model(old["fill_model"]).is_endless
    return is_open and is_priced and old["cancel_requested_at"] is None and not is_endless
