"""Any instance of any event, for Hypothesis; and plain ones, for everybody else."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID, uuid4

from annotated_types import Gt
from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from bus.envelope import Envelope, first
from events import Event, OrderAccepted, OrderCreated, Quote
from vocabulary import (
    MONEY_PLACES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    AccountId,
    Money,
    OrderId,
    OrderType,
    Price,
    Quantity,
    Side,
    Symbol,
)

DIGITS = 38
PLACES = {
    Price: PRICE_PLACES,
    Quantity: QUANTITY_PLACES,
    Money: MONEY_PLACES,
    Decimal: QUANTITY_PLACES,  # whatever a rule counts
}
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(),
    int: st.integers(-(2**53), 2**53),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    UUID: st.uuids(),
    date: st.dates(),
    AwareDatetime: st.datetimes(timezones=ZONES),
    type(None): st.none(),
}


def any_of(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    """An instance of ``model``, valid and otherwise arbitrary."""
    fields = {name: _field(field) for name, field in model.model_fields.items()}
    return st.builds(model, **fields)


def accepted(account_id: AccountId | None = None) -> OrderAccepted:
    """An event about an account."""
    return OrderAccepted(
        order_id=OrderId(uuid4()),
        account_id=account_id or AccountId(uuid4()),
        symbol=Symbol("IBM"),
    )


def created(account_id: AccountId, number: int, symbol: str = "IBM") -> OrderCreated:
    """The ``number``-th order of an account: its quantity says which one it is."""
    return OrderCreated(
        order_id=OrderId(uuid4()),
        account_id=account_id,
        symbol=Symbol(symbol),
        side=Side.BUY,
        order_type=OrderType.MARKET,
        quantity=Quantity(Decimal(number)),
        bound_price=Price(Decimal(100)),
    )


def quote(symbol: str, sequence: int, bid: str = "99.98", ask: str = "100.02") -> Quote:
    """What the market says of a symbol, for the ``sequence``-th time."""
    return Quote(
        symbol=Symbol(symbol),
        sequence=sequence,
        time=datetime(2026, 1, 5, 15, 0, tzinfo=UTC),
        bid=Price(Decimal(bid)),
        bid_size=Quantity(Decimal(100)),
        ask=Price(Decimal(ask)),
        ask_size=Quantity(Decimal(100)),
    )


def enveloped(events: Sequence[Event], source: str = "order") -> list[Envelope[Any]]:
    """Events that each start a chain."""
    return [first(event, source) for event in events]


def some(count: int, account_id: AccountId | None = None) -> list[Envelope[Any]]:
    """Events about one account, or each about its own."""
    return enveloped([accepted(account_id) for _ in range(count)])


def _field(field: FieldInfo) -> st.SearchStrategy[Any]:
    return _values(field.annotation, field.metadata)


def _values(annotation: Any, constraints: Sequence[object] = ()) -> st.SearchStrategy[Any]:  # noqa: ANN401
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        return st.one_of([_values(one, constraints) for one in arguments])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is list:
        return st.lists(_values(arguments[0]), max_size=3)
    if origin is tuple:
        return st.lists(_values(arguments[0]), max_size=3).map(tuple)
    if origin is Annotated:
        stated = [part for one in arguments if isinstance(one, FieldInfo) for part in one.metadata]
        return _values(arguments[0], stated)
    positive = any(isinstance(one, Gt) for one in constraints)
    return _of(annotation, positive=positive)


def _of(kind: Any, *, positive: bool) -> st.SearchStrategy[Any]:  # noqa: ANN401  # a type
    if kind in PLACES:
        return _numbers(PLACES[kind], 1 if positive else 1 - 10**DIGITS)
    if kind is float and positive:
        return st.floats(0, exclude_min=True, allow_infinity=False)
    kind = getattr(kind, "__supertype__", kind)
    if kind in PLAIN:
        return PLAIN[kind]
    return any_of(kind) if issubclass(kind, BaseModel) else st.sampled_from(list[Any](kind))


def _numbers(places: int, least: int) -> st.SearchStrategy[Decimal]:
    units = st.integers(least, 10**DIGITS - 1)
    return units.map(lambda number: Decimal(f"{number}E-{places}"))
