"""An account about which estimates are asked for, and how it is asked."""

import json
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from margin_account import ACME, OPEN, TRADER, ToldMarket
from risk_office import asked

from chassis.prices import Prices
from events import Quote
from risk.domain.account import TradingAccount
from risk.domain.limits import Limits
from risk.domain.profile import Profile
from risk.domain.rulebook import Rulebook
from risk.handlers.orders import check_order
from risk.queries.estimating import estimated
from risk.schemas.estimates import EstimateResponse
from risk.schemas.estimating import EstimateRequest
from risk.schemas.wishes import stopping_of, terms_of, wish_of
from vocabulary import MarginType, Money, OrderClass, OrderId, Price, Quantity, Side

Json = dict[str, Any]
WORKS, GROUP, LEG = (OrderId(UUID(int=number)) for number in (1, 2, 3))
HUNDRED = Decimal(100)
STRICT = Limits(
    Money(Decimal(1_000)),
    Quantity(Decimal(100)),
    position_value_max=Money(Decimal(1_000)),
    price_away_percent_max=Decimal(10),
    concentration_percent_max=Decimal(10),
)


def an_account(margin: MarginType, limits: Limits) -> TradingAccount:
    """With an order that buys, and one whose exits would buy back what it sells short."""
    market = ToldMarket(is_session=True)
    market.price[ACME] = HUNDRED
    account = TradingAccount(TRADER, Rulebook(Limits()), profile=Profile(), market=market)
    account.open(Money(Decimal(100_000)))
    leg: Json = {"order_id": LEG, "role": "stop_loss", "order_type": "stop", "fee_bound": "1.01"}
    group: Json = {"legs": [leg | {"bound_price": "120"}], "order_class": OrderClass.OTO}
    for order in (
        asked(TRADER, Side.BUY, 10, "90", order_id=WORKS),
        asked(TRADER, Side.BUY, 100, "100", order_id=OrderId(UUID(int=4))),
    ):
        assert [one.name for one in check_order(account, order)] == ["ORDER_APPROVED"]
    account.settle(
        OrderId(UUID(int=4)),
        Quantity(HUNDRED),
        Price(HUNDRED),
        Money(Decimal(0)),
        is_last=True,
    )
    sale = asked(TRADER, Side.SELL, 10, "100", order_id=GROUP, **group)
    assert [one.name for one in check_order(account, sale)] == ["ORDER_APPROVED"]
    account.profile.margin, account.rulebook = margin, Rulebook(limits)
    return account


def some_prices() -> Prices:
    prices, shares = Prices(), Quantity(HUNDRED)
    quote = {"bid": "99.99", "bid_size": shares, "ask": "100.01", "ask_size": shares}
    said = {"symbol": "ACME", "sequence": 1, "time": OPEN} | quote
    prices.arrived("test", [Quote.model_validate(said)])
    return prices


def estimate(account: TradingAccount, body: Json) -> Json:
    """What is answered over HTTP.

    Raises:
        ValidationError, Unprocessable: it is refused.
    """
    ids, prices = count(1_000), some_prices()
    request = EstimateRequest.model_validate_json(json.dumps(body))
    order = request.order(TRADER, lambda: UUID(int=next(ids)), prices)
    terms = terms_of(order, prices.time.now())
    said = estimated(account, wish_of(order), terms, reduce_only=order.reduce_only)
    return json.loads(EstimateResponse.of(said, stopping_of(order)).model_dump_json())
