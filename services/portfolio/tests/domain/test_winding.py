"""Whatever comes between the wish and the end: an epoch ends once, and nothing is lost."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_account import ME, NOON, a_fill, dollars, opened

from portfolio.domain.account import Account
from portfolio.domain.ledger import BookingKind
from portfolio.domain.life import Winding, WindingState
from portfolio.domain.lots import Move
from portfolio.domain.refusals import AccountIsClosed
from portfolio.domain.transfers import deposit, withdraw
from portfolio.domain.winding import come_to_rest, finish, leave, wind_up
from vocabulary import Side, WindingPurpose


def a_reset(cash: str = "5000", at: datetime | None = NOON) -> Winding:
    return Winding(uuid4(), WindingPurpose.RESET, dollars(cash), at)


def a_closing() -> Winding:
    return Winding(uuid4(), WindingPurpose.CLOSE)


def closed() -> Account:
    account, winding = opened(), a_closing()
    wind_up(account, winding)
    come_to_rest(account, winding.winding_id, 0)
    finish(account)
    return account


def own(account: Account, epoch: int | None = None) -> dict[str, Decimal]:
    """What the account owns according to its entries alone, of all epochs or of one."""
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for booking in account.bookings:
        for owner, asset, amount in booking.entries:
            if owner == ME and epoch in {None, booking.epoch}:
                totals[asset] += amount
    return {asset: amount for asset, amount in totals.items() if amount}


def test_a_reset_lets_everything_go_at_cost_and_starts_over() -> None:
    account, winding = opened(), a_reset("5000", NOON + timedelta(hours=1))
    account.book(a_fill())
    account.book(a_fill(Side.SELL, "4", "190"))

    assert wind_up(account, winding)
    come_to_rest(account, winding.winding_id, 2)
    done = finish(account)

    assert done is not None
    assert (account.epoch, account.cash, account.paid_in) == (2, 5000, 5000)
    assert (account.positions, account.invested, account.realised) == ({}, 0, 0)
    assert own(account, epoch=1) == {}
    assert own(account, epoch=2) == {"USD": Decimal(5000)}
    (ended,) = account.news.ended
    assert (ended.epoch, ended.paid_in, ended.invested, ended.realised) == (1, 100_000, 1095, 30)
    assert ended.market_time == NOON + timedelta(hours=1)
    assert [(one.symbol, one.quantity, one.realised) for one in ended.positions] == [("IBM", 0, 30)]
    assert account.news.windings[winding.winding_id].state is WindingState.DONE


def test_shares_that_are_owed_are_let_go_too() -> None:
    account, winding = opened(), a_reset()
    account.book(a_fill(Side.SELL))

    wind_up(account, winding)
    come_to_rest(account, winding.winding_id, 1)
    finish(account)

    assert own(account) == {"USD": Decimal(5000)}
    step = account.steps[-1]
    assert isinstance(step, Move)
    assert (step.moved, step.paid) == (10, 1825)


def test_a_fill_that_is_still_on_its_way_comes_first() -> None:
    account, winding = opened(), a_reset()
    wind_up(account, winding)
    come_to_rest(account, winding.winding_id, 1)

    assert finish(account) is None
    assert account.epoch == 1

    account.book(a_fill())
    assert finish(account) is not None
    assert (account.epoch, account.fills, account.cash) == (2, 1, 5000)


def test_a_reset_is_no_earlier_than_what_was_traded_before() -> None:
    account, winding = opened(), a_reset(at=NOON - timedelta(minutes=1))
    wind_up(account, winding)
    account.book(a_fill())
    come_to_rest(account, winding.winding_id, 1)

    finish(account)

    assert account.booked_until == NOON


def test_a_closed_account_has_nothing_and_takes_nothing() -> None:
    account, winding = opened(), a_closing()
    account.book(a_fill())
    wind_up(account, winding)
    come_to_rest(account, winding.winding_id, 1)

    finish(account)

    assert (account.is_closed, account.cash, account.epoch) == (True, 0, 1)
    assert own(account) == {}
    assert account.bookings[-1].kind is BookingKind.CLOSING
    with pytest.raises(AccountIsClosed):
        account.book(a_fill())
    assert not deposit(account, uuid4(), dollars("1"), NOON)


def test_rest_that_was_asked_for_by_nobody_changes_nothing() -> None:
    account, winding = opened(), a_reset()
    come_to_rest(account, winding.winding_id, 0)
    wind_up(account, winding)
    come_to_rest(account, uuid4(), 0)

    assert finish(account) is None
    assert account.epoch == 1


def test_the_second_of_two_wishes_is_dropped() -> None:
    account, first, second = opened(), a_reset(), a_closing()

    assert wind_up(account, first)
    assert not wind_up(account, second)

    assert account.winding == first
    assert account.news.windings[second.winding_id].state is WindingState.DROPPED


@pytest.mark.parametrize("account", [closed(), Account(ME)], ids=["closed", "never opened"])
def test_an_account_without_books_is_not_wound_up(account: Account) -> None:
    winding = a_reset()

    assert not wind_up(account, winding)
    assert not leave(account, a_closing())
    assert account.winding is None
    assert account.news.windings[winding.winding_id].state is WindingState.DROPPED


def test_who_leaves_closes_the_account() -> None:
    account, closing = opened(), a_closing()

    assert leave(account, closing)
    come_to_rest(account, closing.winding_id, 0)
    finish(account)

    assert account.is_closed


def test_who_leaves_during_a_reset_closes_the_account_instead() -> None:
    account, reset = opened(), a_reset()
    wind_up(account, reset)

    assert not leave(account, a_closing())
    come_to_rest(account, reset.winding_id, 0)
    finish(account)

    assert account.is_closed
    assert account.cash == 0
    done = account.news.windings[reset.winding_id]
    assert (done.purpose, done.state) == (WindingPurpose.CLOSE, WindingState.DONE)


class Life:
    """An account to which things happen, as services may tell of them."""

    def __init__(self) -> None:
        self.account = opened()
        self.asked: UUID | None = None

    def trade(self) -> None:
        """Nothing is filled any more once risk has said that nothing is open."""
        resting = self.account.winding is not None and self.account.winding.rests_after is not None
        if not resting:
            self.account.book(a_fill())

    def deposit(self) -> None:
        deposit(self.account, uuid4(), dollars("10.01"), NOON)

    def withdraw(self) -> None:
        withdraw(self.account, uuid4(), dollars("3.03"), NOON)

    def reset(self) -> None:
        if wind_up(self.account, winding := a_reset()):
            self.asked = winding.winding_id

    def leave(self) -> None:
        if leave(self.account, winding := a_closing()):
            self.asked = winding.winding_id

    def rest(self) -> None:
        if self.asked is not None:
            come_to_rest(self.account, self.asked, self.account.fills)


HAPPENINGS = [Life.trade, Life.deposit, Life.withdraw, Life.reset, Life.leave, Life.rest]


@given(st.lists(st.sampled_from(HAPPENINGS), max_size=25))
def test_whatever_happens_every_epoch_adds_up(happenings: list[Callable[[Life], None]]) -> None:
    """Of each epoch that is over nothing is left; of the last, what the account says it has."""
    life = Life()
    account = life.account
    for happen in happenings:
        if account.is_closed:
            break
        happen(life)
        finish(account)
        assert account.cash + account.invested == account.paid_in + account.realised

    over = range(1, account.epoch + account.is_closed)
    assert [own(account, epoch) for epoch in over] == [{}] * len(over)
    held = {one.symbol: one.quantity for one in account.positions.values()}
    has = {asset: amount for asset, amount in (held | {"USD": account.cash}).items() if amount}
    assert own(account) == has
    assert [one.number for one in account.bookings] == [*range(1, account.number + 1)]
    assert len({one.booking_id for one in account.bookings}) == account.number


def test_what_rests_is_known_again_after_a_restart() -> None:
    account, winding = opened(), a_reset()
    wind_up(account, winding)
    come_to_rest(account, winding.winding_id, 1)

    assert account.news.windings == {winding.winding_id: replace(winding, rests_after=1)}
    account.saved()
    assert not account.is_changed
