"""Orders in Alpaca's words, and back."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from order.brokers.alpaca.wire import change_of, executions_of, moment, report_of, request_of
from order.brokers.broker import Refused
from order.domain.record import OrderRecord
from order.domain.routing.report import BrokerState
from order.domain.ticket import Exit, Ticket
from vocabulary import (
    AccountId,
    ClientOrderId,
    Money,
    OrderClass,
    OrderId,
    OrderType,
    Price,
    Quantity,
    Side,
    Symbol,
    TimeInForce,
)

NOW = datetime(2026, 1, 5, tzinfo=UTC)
TEN, ELEVEN, NINE = (Price(Decimal(one)) for one in ("10", "11", "9"))


def an_order(kind: OrderType = OrderType.LIMIT, **terms: Any) -> OrderRecord:  # noqa: ANN401
    usual: dict[str, Any] = {"quantity": Quantity(Decimal("2.5"))}
    ticket = Ticket(Symbol("IBM"), Side.BUY, kind, **(usual | terms))
    return OrderRecord(
        OrderId(UUID(int=1)),
        AccountId(UUID(int=2)),
        ClientOrderId("mine"),
        ticket,
        ticket.quantity or Quantity(Decimal(4)),
        TEN,
        NOW,
        NOW,
    )


@pytest.mark.parametrize(
    ("kind", "terms", "body"),
    [
        ("market", {}, {"qty": "2.5"}),
        ("market", {"quantity": None, "notional": Money(Decimal(50))}, {"notional": "50"}),
        ("limit", {"limit_price": TEN}, {"qty": "2.5", "limit_price": "10"}),
        ("stop", {"stop_price": ELEVEN}, {"qty": "2.5", "stop_price": "11"}),
        (
            "stop_limit",
            {"stop_price": ELEVEN, "limit_price": TEN},
            {"qty": "2.5", "stop_price": "11", "limit_price": "10"},
        ),
        (
            "trailing_stop",
            {"trail_percent": Decimal("1.5")},
            {"qty": "2.5", "trail_percent": "1.5"},
        ),
        (
            "limit",
            {"limit_price": TEN, "time_in_force": TimeInForce.GTC, "extended_hours": True},
            {"qty": "2.5", "limit_price": "10", "time_in_force": "gtc", "extended_hours": True},
        ),
        (
            "limit",
            {
                "limit_price": TEN,
                "order_class": OrderClass.BRACKET,
                "take_profit": Exit(limit_price=ELEVEN),
                "stop_loss": Exit(stop_price=NINE, limit_price=Price(Decimal("8.5"))),
            },
            {
                "qty": "2.5",
                "limit_price": "10",
                "order_class": "bracket",
                "take_profit": {"limit_price": "11"},
                "stop_loss": {"stop_price": "9", "limit_price": "8.5"},
            },
        ),
        (
            "limit",
            {
                "limit_price": ELEVEN,
                "order_class": OrderClass.OCO,
                "stop_loss": Exit(stop_price=NINE),
            },
            {
                "qty": "2.5",
                "order_class": "oco",
                "take_profit": {"limit_price": "11"},
                "stop_loss": {"stop_price": "9"},
            },
        ),
    ],
)
def test_an_order_is_written_as_alpaca_wants_it(
    kind: str, terms: dict[str, Any], body: dict[str, Any]
) -> None:
    usual = {
        "symbol": "IBM",
        "side": "buy",
        "type": kind,
        "time_in_force": "day",
        "client_order_id": str(UUID(int=1)),
        "extended_hours": False,
        "order_class": "simple",
    }

    assert request_of(an_order(OrderType(kind), **terms)) == usual | body


@pytest.mark.parametrize(
    "terms",
    [
        {"time_in_force": TimeInForce.GTD, "expires_at": NOW},
        {"post_only": True},
        {"reduce_only": True},
        {"display_quantity": Quantity(Decimal(1))},
        {"order_class": OrderClass.OTO, "stop_loss": Exit(trail_price=Price(Decimal(1)))},
    ],
)
def test_what_alpaca_lacks_is_refused_here(terms: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="Alpaca has no"):
        request_of(an_order(limit_price=TEN, **terms))


def test_a_replacement_asks_for_what_is_not_filled_yet() -> None:
    order = an_order(OrderType.TRAILING_STOP, trail_price=Price(Decimal("0.5")))

    assert change_of(order, Quantity(Decimal(1))) == {
        "client_order_id": str(UUID(int=1)),
        "qty": "1.5",
        "time_in_force": "day",
        "trail": "0.5",
    }


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("2026-01-05T14:30:00Z", 0),
        ("2026-01-05T14:30:00.1Z", 100_000),
        ("2026-01-05T14:30:00.123456789Z", 123_456),
        ("2026-01-05T09:30:00.5-05:00", 500_000),
        ("2026-01-05T09:30:00-05:00", 0),
        ("2026-01-05T14:30:00", 0),
    ],
)
def test_times_of_every_length(text: str, micros: int) -> None:
    assert moment(text) == datetime(2026, 1, 5, 14, 30, 0, micros, UTC)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("done_for_day", "other"),
        ("pending_cancel", "other"),
        ("stopped", "other"),
        ("new", "working"),
    ],
)
def test_states_that_change_nothing_here(status: str, state: str) -> None:
    order = {
        "id": "theirs", "client_order_id": None, "order_type": "market", "status": status,
        "filled_qty": 1.5, "qty": "3", "created_at": "2026-01-05T14:30:00Z",
    }  # fmt: skip

    report = report_of(order)

    assert (report.state, report.filled, report.quantity) == (BrokerState(state), Decimal("1.5"), 3)


def test_trades_of_an_order_are_read_in_order() -> None:
    def one(order_id: str, quantity: str, upto: str, kind: str) -> dict[str, str]:
        return {
            "id": f"20260105::{upto}", "order_id": order_id, "qty": quantity, "cum_qty": upto,
            "price": "9.123456789", "transaction_time": "2026-01-05T14:30:00Z", "type": kind,
        }  # fmt: skip

    history = [one("a", "6", "10", "fill"), one("b", "1", "1", "fill"), one("a", "4", "4", "x")]

    first, last = executions_of(history, "a")

    assert (first.upto, last.upto, first.is_last, last.is_last) == (4, 10, False, True)
    assert (last.execution_id, last.price) == ("10", Decimal("9.12345679"))
