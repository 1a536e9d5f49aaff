"""What an account is worth agrees with what was paid in and what was earned, to the last unit."""

from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.account import Account
from portfolio.domain.trade import Fill
from portfolio.domain.valuation import Valuation
from vocabulary import AccountId, FillId, Money, OrderId, Price, Quantity, Side, Symbol, UserId

IBM, BAC = Symbol("IBM"), Symbol("BAC")
PRICES = st.integers(1, 10**10).map(lambda n: Price(Decimal(n).scaleb(-8)))
SHARES = st.integers(1, 10**12).map(lambda n: Quantity(Decimal(n).scaleb(-9)))


def trader(*fills: tuple[Symbol, Side, Quantity, Price]) -> Account:
    account = Account(AccountId(uuid4()), Money(Decimal(100_000)))
    account.open(UserId(uuid4()))
    for wish in fills:
        account.book(Fill(FillId(uuid4()), OrderId(uuid4()), *wish, counterparty="market"))
    return account


def marked(**prices: int) -> Callable[[Symbol, Quantity], Price | None]:
    """Marks by symbol; the other symbols have no price."""

    def mark(symbol: Symbol, _quantity: Quantity) -> Price | None:
        return Price(Decimal(prices[symbol])) if symbol in prices else None

    return mark


def bought(symbol: Symbol, quantity: int, price: int) -> tuple[Symbol, Side, Quantity, Price]:
    return symbol, Side.BUY, Quantity(Decimal(quantity)), Price(Decimal(price))


def sold(symbol: Symbol, quantity: int, price: int) -> tuple[Symbol, Side, Quantity, Price]:
    return symbol, Side.SELL, Quantity(Decimal(quantity)), Price(Decimal(price))


def test_open_positions_are_valued_in_order_of_their_symbol() -> None:
    account = trader(bought(IBM, 10, 180), bought(BAC, 100, 14), bought(Symbol("C"), 1, 50))
    account.book(
        Fill(FillId(uuid4()), OrderId(uuid4()), *sold(Symbol("C"), 1, 60), counterparty="market")
    )

    valuation = Valuation.of(account, marked(IBM=200, BAC=13))

    values = [(one.position.symbol, one.market_value) for one in valuation.positions]
    assert values == [(BAC, 1300), (IBM, 2000)]
    assert [one.unrealised for one in valuation.positions] == [-100, 200]
    assert (valuation.market_value, valuation.unrealised, valuation.equity) == (3300, 100, 100_110)


def test_a_position_without_a_price_counts_at_cost() -> None:
    valuation = Valuation.of(trader(bought(IBM, 10, 180)), marked())

    (position,) = valuation.positions
    assert (position.market_value, position.unrealised) == (None, None)
    assert (valuation.market_value, valuation.equity) == (1800, 100_000)


def test_shares_that_are_owed_count_against_the_account() -> None:
    valuation = Valuation.of(trader(sold(IBM, 10, 180)), marked(IBM=200))

    assert valuation.positions[0].market_value == -2000
    assert (valuation.unrealised, valuation.equity) == (-200, 99_800)


def test_the_mark_may_depend_on_which_way_the_position_faces() -> None:
    asked: list[Quantity] = []

    def mark(_symbol: Symbol, quantity: Quantity) -> Price | None:
        asked.append(quantity)
        return None

    Valuation.of(trader(sold(IBM, 10, 180)), mark)

    assert asked == [-10]


@given(
    st.lists(st.tuples(st.sampled_from([IBM, BAC]), st.sampled_from(Side), SHARES, PRICES)),
    st.one_of(st.none(), PRICES),
)
def test_equity_is_what_was_paid_in_and_what_was_earned(
    fills: list[tuple[Symbol, Side, Quantity, Price]], price: Price | None
) -> None:
    account = trader(*fills)

    def mark(_symbol: Symbol, _quantity: Quantity) -> Price | None:
        return price

    valuation = Valuation.of(account, mark)

    earned = account.realised + valuation.unrealised
    assert valuation.equity == account.paid_in + earned
