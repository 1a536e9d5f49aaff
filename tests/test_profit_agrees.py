"""Portfolio and analytics compute the same money in two ways, and agree to the last unit."""

from decimal import Decimal
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from traders import NOON, filled

import analytics.handlers.accounts
import portfolio.handlers
from analytics.domain.profit import Profit
from analytics.domain.record import TrackRecord
from analytics.main import create_service as create_analytics
from analytics.settings import AnalyticsSettings
from bus.envelope import first
from chassis.testing import sign_in, simulation
from events import Event, OrderFilled, OrderPartiallyFilled, Trade, UserRegistered
from portfolio.domain.account import Account
from portfolio.domain.valuation import Valuation
from portfolio.main import create_service as create_portfolio
from portfolio.settings import PortfolioSettings
from vocabulary import AccountId, Money, Price, Quantity, Side, Symbol, UserId

ME, TRADER = AccountId(uuid4()), UserId(uuid4())
SYMBOLS = [Symbol("IBM"), Symbol("BAC"), Symbol("BTCUSD")]
REGISTERED = UserRegistered(user_id=TRADER, account_id=ME, display_name="Ada")

SHARES = st.integers(1, 10**12).map(lambda n: Quantity(Decimal(n).scaleb(-9)))
PRICES = st.integers(1, 10**12).map(lambda n: Price(Decimal(n).scaleb(-8)))


FEES = st.integers(0, 10**6).map(lambda n: Money(Decimal(n).scaleb(-4)))

FILLS = st.builds(
    filled, st.just(ME), st.sampled_from(SYMBOLS), st.sampled_from(Side), SHARES, PRICES, FEES
)


@given(st.lists(FILLS, max_size=40), st.dictionaries(st.sampled_from(SYMBOLS), PRICES))
def test_whatever_is_traded_they_agree(
    fills: list[OrderFilled], prices: dict[Symbol, Price]
) -> None:
    account, record = Account(ME, Money(Decimal(100_000))), TrackRecord(ME)
    heard: list[Event] = [*portfolio.handlers.handlers.handle(account, REGISTERED)]
    for fill in fills:
        list(portfolio.handlers.handlers.handle(account, fill))
    for event in [heard[0], *fills]:
        list(analytics.handlers.accounts.handlers.receive(record, first(event, event.owner)))

    def mark(symbol: Symbol, _quantity: Quantity) -> Price | None:
        return prices.get(symbol)

    valuation, profit = Valuation.of(account, mark), Profit.of(record, mark)
    assert profit.equity == valuation.equity
    assert (profit.realised, profit.unrealised) == (account.realised, valuation.unrealised)
    assert profit.fees == account.fees == sum(fill.fee for fill in fills)
    for symbol, position in account.positions.items():
        holding = record.holdings[symbol]
        assert (holding.quantity, holding.cost) == (position.quantity, position.cost)
        assert (holding.realised, holding.fees) == (position.realised, position.fees)


@pytest.mark.real
async def test_a_trader_is_told_the_same_by_both(postgres_url: str) -> None:
    dice = Random(7)  # noqa: S311  # a test draws the same every time
    secrets = {"port": 8100, "rabbitmq_password": "test"}
    async with simulation(postgres_url) as house:
        books = await house.start(create_portfolio(PortfolioSettings.model_validate(secrets)))
        profits = await house.start(create_analytics(AnalyticsSettings.model_validate(secrets)))
        await house.publish(REGISTERED)
        await house.publish(*(_random_fill(dice) for _ in range(200)))
        last = [Trade(symbol=symbol, time=NOON, sequence=1, **_print(dice)) for symbol in SYMBOLS]
        await house.show(*last)

        me = sign_in(ME)
        portfolio_says = (await books.get("/api/portfolio", headers=me)).json()
        analytics_says = (await profits.get("/api/analytics/pnl", headers=me)).json()

    for figure in ("realised", "fees", "unrealised", "equity"):
        assert portfolio_says[figure] == analytics_says[figure]
    assert portfolio_says["paid_in"] == analytics_says["opening_cash"]
    assert portfolio_says["unpriced"] == analytics_says["unpriced"] == []


def _random_fill(dice: Random) -> OrderFilled | OrderPartiallyFilled:
    quantity = Quantity(Decimal(dice.randint(1, 10**6)).scaleb(-3))
    price = Price(Decimal(dice.randint(1, 10**6)).scaleb(-3))
    fee = Money(Decimal(dice.randint(0, 300)).scaleb(-2))
    whole = filled(ME, dice.choice(SYMBOLS), dice.choice(list(Side)), quantity, price, fee)
    if dice.random() < 1 / 2:
        return whole
    return OrderPartiallyFilled(**dict(whole), open_quantity=quantity)


def _print(dice: Random) -> dict[str, Any]:
    return {"price": Decimal(dice.randint(1, 10**6)).scaleb(-3), "size": Decimal(1)}
