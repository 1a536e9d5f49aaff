"""The books of an account: whatever happens, every dollar and every share is accounted for."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.account import Account
from portfolio.domain.ledger import CASH, CLEARING, FEES, OUTSIDE, BookingKind, Entry
from portfolio.domain.position import Position
from portfolio.domain.refusals import AccountNotOpen, AlreadyOpen, BooksDisagree
from portfolio.domain.trade import Fill, Trade
from vocabulary import (
    AccountId,
    FillId,
    Money,
    OrderId,
    Price,
    Quantity,
    Side,
    Symbol,
    UserId,
    value,
)

OPENING_CASH = Money(Decimal(100_000))
ME = AccountId(uuid4())
NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
IBM = Symbol("IBM")

FILLS = st.builds(
    Fill,
    fill_id=st.uuids().map(FillId),
    order_id=st.uuids().map(OrderId),
    symbol=st.sampled_from([IBM, Symbol("BAC"), Symbol("BTCUSD")]),
    side=st.sampled_from(Side),
    quantity=st.integers(1, 10**12).map(lambda n: Quantity(Decimal(n).scaleb(-9))),
    price=st.integers(1, 10**12).map(lambda n: Price(Decimal(n).scaleb(-8))),
    counterparty=st.sampled_from(["market", "trader"]),
    fee=st.integers(0, 10**6).map(lambda n: Money(Decimal(n).scaleb(-4))),
)


def opened() -> Account:
    account = Account(ME, OPENING_CASH)
    account.open(UserId(uuid4()))
    return account


def a_fill(
    side: Side = Side.BUY, quantity: str = "10", price: str = "182.5", counterparty: str = "market"
) -> Fill:
    ids = FillId(uuid4()), OrderId(uuid4())
    shares, dollars = Quantity(Decimal(quantity)), Price(Decimal(price))
    return Fill(*ids, IBM, side, shares, dollars, counterparty, NOON)


def entries_of(account: Account) -> list[Entry]:
    return [entry for booking in account.bookings for entry in booking.entries]


def test_an_account_is_opened_with_a_deposit_from_outside() -> None:
    account = opened()

    (booking,) = account.bookings
    assert (account.cash, account.paid_in) == (OPENING_CASH, OPENING_CASH)
    assert (booking.booking_id, booking.kind, booking.number) == (ME, BookingKind.OPENING, 1)
    assert set(booking.entries) == {
        Entry(ME, CASH, OPENING_CASH),
        Entry(OUTSIDE, CASH, Decimal(-100_000)),
    }


def test_an_account_is_opened_once() -> None:
    account = opened()

    with pytest.raises(AlreadyOpen):
        account.open(UserId(uuid4()))


def test_nothing_is_booked_on_an_account_that_was_never_opened() -> None:
    account = Account(ME, OPENING_CASH)

    with pytest.raises(AccountNotOpen):
        account.book(a_fill())
    assert not account.bookings


def test_a_purchase_moves_shares_one_way_and_dollars_the_other() -> None:
    account, fill = opened(), a_fill()

    position = account.book(fill)

    booking = account.bookings[-1]
    assert position == Position(IBM, Quantity(Decimal(10)), Money(Decimal(1825)))
    assert account.cash == Decimal(98_175)
    assert (booking.booking_id, booking.number, booking.kind) == (fill.fill_id, 2, BookingKind.FILL)
    assert (booking.description, booking.market_time) == ("bought 10 IBM at 182.5", NOON)
    assert set(booking.entries) == {
        Entry(ME, "IBM", Decimal(10)),
        Entry(OUTSIDE, "IBM", Decimal(-10)),
        Entry(ME, CASH, Decimal(-1825)),
        Entry(OUTSIDE, CASH, Decimal(1825)),
    }


def test_a_sale_is_recorded_with_what_it_earned() -> None:
    account = opened()
    account.book(a_fill())
    sale = a_fill(Side.SELL, "4", "200")

    account.book(sale)

    assert account.trades[-1] == Trade(3, sale, Money(Decimal(800)), Money(Decimal(70)))
    assert account.bookings[-1].description == "sold 4 IBM at 200"
    assert (account.realised, account.invested) == (70, 1095)


def test_a_fee_goes_to_the_house_in_a_booking_of_its_own() -> None:
    account, fill = opened(), replace(a_fill(), fee=Money(Decimal("1.5")))

    position = account.book(fill)

    bought, fee = account.bookings[1:]
    assert (bought.booking_id, fee.booking_id) == (fill.fill_id, fill.fee_booking_id)
    assert (fee.number, fee.kind, fee.market_time) == (3, BookingKind.FEE, NOON)
    assert fee.description == "fee: bought 10 IBM at 182.5"
    assert set(fee.entries) == {
        Entry(ME, CASH, Decimal("-1.5")),
        Entry(FEES, CASH, Decimal("1.5")),
    }
    assert (position.cost, position.fees, position.realised) == (1825, Decimal("1.5"), -1.5)
    assert (account.cash, account.fees, account.realised) == (Decimal("98173.5"), 1.5, -1.5)
    assert account.trades == [Trade(2, fill, Money(Decimal(1825)), Money(Decimal("-1.5")))]


def test_a_fee_is_booked_under_the_same_id_whenever_it_is_booked() -> None:
    fill = a_fill()

    assert fill.fee_booking_id == replace(fill).fee_booking_id
    assert fill.fee_booking_id != a_fill().fee_booking_id


def test_a_trade_between_traders_passes_through_clearing() -> None:
    buyer, seller = opened(), opened()

    buyer.book(a_fill(Side.BUY, counterparty="trader"))
    seller.book(a_fill(Side.SELL, counterparty="trader"))

    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for entry in entries_of(buyer) + entries_of(seller):
        if entry.account_id == CLEARING:
            totals[entry.asset] += entry.amount
    assert totals == {"IBM": 0, CASH: 0}


def test_an_account_whose_figures_do_not_add_up_is_not_touched() -> None:
    money_from_nowhere = Money(OPENING_CASH + 1)

    with pytest.raises(BooksDisagree):
        Account(ME, OPENING_CASH, UserId(uuid4()), paid_in=OPENING_CASH, cash=money_from_nowhere)


def test_only_what_changed_is_to_be_saved() -> None:
    account = opened()
    account.positions[Symbol("BAC")] = Position(Symbol("BAC"))

    account.book(a_fill())

    assert account.changed == {IBM}


def test_what_was_saved_is_not_saved_again() -> None:
    account = opened()
    account.book(a_fill())

    account.saved()

    assert (account.bookings, account.trades, account.changed) == ([], [], set())
    account.book(a_fill())
    assert [booking.number for booking in account.bookings] == [3]


@given(st.lists(FILLS, max_size=30))
def test_every_dollar_and_every_share_is_accounted_for(fills: list[Fill]) -> None:
    account = opened()

    for fill in fills:
        account.book(fill)

    everybody, mine = _totals(account)
    assert not any(everybody.values())
    assert mine[CASH] == account.cash == OPENING_CASH - sum(_signed(fill)[1] for fill in fills)
    for symbol, position in account.positions.items():
        shares = sum(_signed(fill)[0] for fill in fills if fill.symbol == symbol)
        assert mine[symbol] == position.quantity == shares
    bookings = 1 + sum(2 if fill.fee else 1 for fill in fills)
    assert [booking.number for booking in account.bookings] == [*range(1, bookings + 1)]
    assert account.fees == sum(fill.fee for fill in fills)
    assert account.realised == sum(trade.realised for trade in account.trades)


@given(st.lists(FILLS, max_size=20))
def test_the_order_of_other_symbols_does_not_matter(fills: list[Fill]) -> None:
    together, apart = opened(), opened()

    for fill in fills:
        together.book(fill)
    for fill in sorted(fills, key=lambda one: one.symbol):
        apart.book(fill)

    assert (together.cash, together.positions) == (apart.cash, apart.positions)


def _signed(fill: Fill) -> tuple[Decimal, Decimal]:
    """Shares in, dollars out."""
    sign = 1 if fill.side is Side.BUY else -1
    return sign * fill.quantity, sign * value(fill.quantity, fill.price) + fill.fee


def _totals(account: Account) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    everybody: defaultdict[str, Decimal] = defaultdict(Decimal)
    by_owner: defaultdict[UUID, defaultdict[str, Decimal]] = defaultdict(
        lambda: defaultdict(Decimal)
    )
    for owner, asset, amount in entries_of(account):
        everybody[asset] += amount
        by_owner[owner][asset] += amount
    return everybody, by_owner[account.account_id]
