"""What is known of an account besides its money, as it is stored: one document for each."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from risk.domain.calls import MarginCall
from risk.domain.companies import Foreseen
from risk.domain.diary import Diary
from risk.domain.life import Life, Winding
from risk.domain.profile import Profile
from vocabulary import (
    MarginCallKind,
    MarginType,
    Money,
    OrderId,
    Price,
    Quantity,
    Symbol,
    UserId,
    WindingPurpose,
    plain,
)

Document = Mapping[str, Any]


def profile_of(
    row: Any,  # noqa: ANN401  # a row
    paid: Mapping[Symbol, Price],
    moved: Mapping[Symbol, Document],
) -> Profile:
    """The profile in a row of ``accounts``, with prices and trades of each symbol."""
    said: Document = row.standing
    call = said.get("call")
    return Profile(
        user_id=None if row.user_id is None else UserId(row.user_id),
        margin=MarginType(row.margin),
        leveraged=said.get("leveraged", False),
        call=None if call is None else _call(call),
        diary=_diary(said),
        life=_life(row),
        paid=dict(paid),
        splits={UUID(each): _foreseen(what) for each, what in said.get("splits", {}).items()},
        moved={symbol: _moved(days) for symbol, days in moved.items()},
    )


def standing_document(profile: Profile) -> str:
    """What of a profile is stored as JSON; dollars are written out."""
    diary, call, life = profile.diary, profile.call, profile.life
    said = {
        "day": None if diary.day is None else diary.day.isoformat(),
        "day_start": plain(diary.day_start),
        "peak": plain(diary.peak),
        "placed": [[one.isoformat(), made] for one, made in diary.placed],
        "opened": diary.opened,
        "day_trades": {one.isoformat(): made for one, made in diary.day_trades.items()},
        "closers": [str(one) for one in diary.closers],
        "warned": list(diary.warned),
        "leveraged": profile.leveraged,
        "splits": {str(each): _said_of(what) for each, what in profile.splits.items()},
        "call": None if call is None else _call_document(call),
        "winding": None if life.winding is None else _winding_document(life.winding),
        "waiting": [[str(each), written] for each, written in life.waiting.items()],
    }
    return json.dumps({name: figure for name, figure in said.items() if figure})


def moved_document(days: Mapping[date, Quantity]) -> str:
    """What was bought and sold of a symbol on some days, as JSON."""
    return json.dumps({day.isoformat(): plain(shares) for day, shares in days.items()})


def _moved(said: Document) -> dict[date, Quantity]:
    return {date.fromisoformat(day): Quantity(Decimal(shares)) for day, shares in said.items()}


def _foreseen(said: str | Sequence[Any]) -> Foreseen:
    """What was foreseen of a split; earlier versions wrote only what it adds."""
    added, old, orders = (said, None, ()) if isinstance(said, str) else said
    return Foreseen(
        Quantity(Decimal(added)),
        None if old is None else Quantity(Decimal(old)),
        frozenset(_orders(orders)),
    )


def _said_of(what: Foreseen) -> str | list[Any]:
    added, orders = plain(what.added), sorted(map(str, what.orders))
    if what.old is None and not orders:
        return added
    return [added, None if what.old is None else plain(what.old), orders]


def _diary(said: Document) -> Diary:
    day = said.get("day")
    return Diary(
        day=None if day is None else date.fromisoformat(day),
        day_start=Money(Decimal(said.get("day_start", "0"))),
        peak=Money(Decimal(said.get("peak", "0"))),
        placed=tuple(map(_placed, said.get("placed", []))),
        opened={Symbol(symbol): way for symbol, way in said.get("opened", {}).items()},
        day_trades=_day_trades(said.get("day_trades", {})),
        closers=_orders(said.get("closers", [])),
        warned=tuple(said.get("warned", [])),
    )


def _day_trades(said: Mapping[str, int] | Sequence[str]) -> dict[date, int]:
    """How many there were on which day; earlier versions wrote the day of each."""
    made = said if isinstance(said, Mapping) else Counter(said)
    return {date.fromisoformat(one): times for one, times in made.items()}


def _placed(said: str | Sequence[Any]) -> tuple[datetime, int]:
    """When orders were placed, and how many; earlier versions wrote each by itself."""
    at, made = (said, 1) if isinstance(said, str) else said
    return datetime.fromisoformat(at), made


def _life(row: Any) -> Life:  # noqa: ANN401  # a row
    said: Document = row.standing
    winding, waiting = said.get("winding"), said.get("waiting", [])
    return Life(
        winding=None if winding is None else _winding(winding),
        is_closed=row.is_closed,
        fills=row.fills,
        waiting={OrderId(UUID(each)): written for each, written in waiting},
    )


def _winding(said: Document) -> Winding:
    purpose = WindingPurpose(said["purpose"])
    return Winding(UUID(said["winding_id"]), purpose, said["is_told"])


def _winding_document(winding: Winding) -> Document:
    return {
        "winding_id": str(winding.winding_id),
        "purpose": winding.purpose,
        "is_told": winding.is_told,
    }


def _call(said: Document) -> MarginCall:
    return MarginCall(
        kind=MarginCallKind(said["kind"]),
        due=datetime.fromisoformat(said["due"]),
        lacking=Money(Decimal(said["lacking"])),
        liquidated=said["liquidated"],
        orders=frozenset(_orders(said["orders"])),
        unheard=frozenset(_orders(said["unheard"])),
    )


def _call_document(call: MarginCall) -> Document:
    return {
        "kind": call.kind,
        "due": call.due.isoformat(),
        "lacking": plain(call.lacking),
        "liquidated": call.liquidated,
        "orders": sorted(map(str, call.orders)),
        "unheard": sorted(map(str, call.unheard)),
    }


def _orders(ids: Sequence[str]) -> tuple[OrderId, ...]:
    return tuple(OrderId(UUID(each)) for each in ids)
