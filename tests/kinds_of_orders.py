"""Orders of every kind, as they are asked for; and such as make no sense."""

from trading_desk import Json

STOP: Json = {"type": "stop", "limit_price": "", "stop_price": "10.50"}
BRACKET: Json = {
    "time_in_force": "gtc",
    "order_class": "bracket",
    "take_profit": {"limit_price": "12"},
    "stop_loss": {"stop_price": "9", "limit_price": "8.90"},
}
OCO: Json = {
    "side": "sell",
    "limit_price": "",
    "order_class": "oco",
    "take_profit": {"limit_price": "12"},
    "stop_loss": {"trail_percent": "5"},
}

KINDS: list[tuple[Json, Json]] = [
    ({}, {"type": "limit", "bound_price": "10", "time_in_force": "day", "order_class": "simple"}),
    ({"time_in_force": "gtc"}, {"time_in_force": "gtc"}),
    ({"time_in_force": "ioc"}, {"time_in_force": "ioc"}),
    (
        {"time_in_force": "gtd", "expires_at": "2199-01-01T00:00:00Z"},
        {"expires_at": "2199-01-01T00:00:00Z"},
    ),
    (STOP, {"stop_price": "10.5", "limit_price": None, "bound_price": "10.92"}),
    (STOP | {"type": "stop_limit", "limit_price": "10.60"}, {"bound_price": "10.6"}),
    (
        {"type": "trailing_stop", "limit_price": "", "trail_price": "0.40"},
        {"trail_price": "0.4", "bound_price": "10.92"},
    ),
    (
        {"type": "trailing_stop", "limit_price": "", "trail_percent": "2.5"},
        {"trail_percent": "2.5"},
    ),
    (
        {"type": "market", "limit_price": "", "quantity": "", "notional": "500.25"},
        {"notional": "500.25", "quantity": None},
    ),
    ({"quantity": "0.000000001"}, {"quantity": "0.000000001"}),
    ({"display_quantity": "3"}, {"display_quantity": "3"}),
    ({"post_only": True}, {"post_only": True}),
    ({"side": "sell", "limit_price": "11", "reduce_only": True}, {"reduce_only": True}),
    ({"extended_hours": True}, {"extended_hours": True}),
]
"""What is asked for, and what is shown of it."""

REFUSED: list[tuple[str, Json]] = [
    ("size_ambiguous", {"quantity": ""}),
    ("price_missing", {"type": "stop_limit"}),
    ("price_not_used", {"stop_price": "10"}),
    ("trail_ambiguous", {"type": "trailing_stop", "limit_price": ""}),
    ("sub_penny", {"limit_price": "10.001"}),
    ("fractions_not_allowed", {"quantity": "1.5", "time_in_force": "gtc"}),
    ("display_too_large", {"display_quantity": "10"}),
    ("expiry_missing", {"time_in_force": "gtd"}),
    ("extended_hours_not_allowed", {"extended_hours": True, "time_in_force": "ioc"}),
    ("post_only_not_allowed", {"post_only": True, "time_in_force": "fok"}),
    ("exits_not_used", {"take_profit": {"limit_price": "11"}}),
    ("exits_missing", {"order_class": "bracket"}),
    ("stop_loss_ambiguous", {"order_class": "oto", "stop_loss": {"limit_price": "9"}}),
    ("oco_prices_differ", OCO | {"limit_price": "13"}),
    ("exits_crossed", BRACKET | {"take_profit": {"limit_price": "9"}}),
    ("exit_too_near", BRACKET | {"stop_loss": {"stop_price": "10"}}),
    ("stop_already_reached", STOP | {"stop_price": "9.90"}),
    (
        "notional_too_small",
        {"type": "market", "limit_price": "", "quantity": "", "notional": "0.01", "symbol": "DEAR"},
    ),
    (
        "nothing_to_exit",
        {
            "order_class": "oco",
            "limit_price": "9.50",
            "stop_loss": {"stop_price": "11"},
        },
    ),
    ("validation_failed", {"take_profit": {"price": "11"}}),
    ("validation_failed", {"take_profit": {"limit_price": 12}}),
    ("validation_failed", {"stop_loss": {"stop": "9"}}),
    ("validation_failed", {"notional": "1.001"}),
    ("validation_failed", {"trail_percent": "0.00001"}),
    ("validation_failed", {"expires_at": "2026-01-01T00:00:00"}),
]
"""Why what makes no sense is refused; DEAR is quoted at nearly a hundred million dollars."""
