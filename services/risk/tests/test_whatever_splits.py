"""Whatever traders ask for while shares are split, in whatever order it is heard of."""

from collections import deque
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from margin_account import OPEN
from said_of_orders import ACME, TRADER
from whatever_happens import SHARES, Whatever

from events import OrderAdjusted, OrderFilled, OrderPartiallyFilled, PositionSplit
from risk.domain.companies import Split
from risk.domain.market import day_begins, market_day
from risk.domain.splitting import catch_up, withheld
from vocabulary import NO_MONEY, Quantity, Side

SPLITS_MAX = 2


class WhateverSplits(Whatever):
    """The same while each share becomes several, of which risk hears at any time.

    The rulebook says it, the order service of every order, and the portfolio of the account.
    ``real`` is what the account has by what was traded, whoever has heard of it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now, self.real = OPEN, Decimal(SHARES)
        self.splits: list[Split] = []
        self.told: deque[PositionSplit] = deque()

    @precondition(lambda self: len(self.splits) < SPLITS_MAX)
    @rule(ratio=st.integers(2, 3))
    def split(self, ratio: int) -> None:
        """On the next day, each share is so many; the book knows of no order that is on its way."""
        self._settle()
        at = day_begins(market_day(self.now).replace(day=8 + len(self.splits)))
        new, old = Quantity(Decimal(ratio)), Quantity(Decimal(1))
        one = Split(UUID(int=77 + len(self.splits)), ACME, new, old, at)
        self.splits.append(one)
        self.now = at
        self.happened.extend(self.orders.split(one))
        self.told.append(_said(one, self.real * (ratio - 1)))
        self.real *= ratio

    @precondition(lambda self: len(self.known) < len(self.splits))
    @rule()
    def hear_of_split(self) -> None:
        self.rulebook.splits = {ACME: self.splits[: len(self.known) + 1]}
        self.market.now = self.known[-1].effective_at

    @rule()
    def look(self) -> None:
        """Something lets risk count by what is known."""
        catch_up(self.account)

    @precondition(lambda self: self.told and self.told[0].action_id in self.ids)
    @rule()
    def hear_of_position(self) -> None:
        assert self._hear(self.told.popleft()) == []

    @precondition(lambda self: any(not one.is_held for one in self.orders.live.values()))
    @rule(data=st.data(), part=st.integers(1, 30), better=st.integers(0, 9))
    def trade(self, data: st.DataObject, part: int, better: int, **_fee: Any) -> None:  # noqa: ANN401
        before = len(self.happened)
        super().trade(data, part, better, fee=Decimal(0))
        for place in range(before, len(self.happened)):
            said = self.happened[place]
            if isinstance(said, OrderFilled | OrderPartiallyFilled):
                self.real += said.quantity if said.side is Side.BUY else -said.quantity
                self.happened[place] = said.model_copy(update={"market_time": self.now})
        assert self.real >= 0

    @precondition(lambda self: self.happened)
    @rule()
    def hear_what_happened(self) -> None:
        """What is said of a split is heard of all orders at once."""
        super().hear_what_happened()
        while self.happened and isinstance(self.happened[0], OrderAdjusted):
            super().hear_what_happened()

    @invariant()
    def nothing_is_spent_that_is_not_there(self) -> None:
        free = self.account.free_cash
        assert free is not None
        assert free >= 0
        assert free + self.account.held_cash == self.cash

    @invariant()
    def nothing_may_be_sold_twice(self) -> None:
        """Neither what the book will sell of new shares, nor what it has sold of old ones."""
        if not self.approved:
            free = self.account.free_shares[ACME] - withheld(self.account, ACME)
            assert free <= self.real - self.orders.at_stake()[1]

    @invariant()
    def who_has_heard_of_everything_has_what_there_is(self) -> None:
        """Whether the portfolio has told it yet or not."""
        if self.happened or len(self.known) < len(self.splits):
            return
        catch_up(self.account)
        assert self.account.position(ACME) == self.real

    @property
    def known(self) -> list[Split]:
        """The splits that risk has heard of."""
        return [*self.rulebook.splits.get(ACME, ())]

    @property
    def ids(self) -> set[UUID]:
        """What those are called."""
        return {one.action_id for one in self.known}

    def teardown(self) -> None:
        """When everything was heard, risk has what there is."""
        super().teardown()
        while len(self.known) < len(self.splits):
            self.hear_of_split()
        self.who_has_heard_of_everything_has_what_there_is()
        while self.told:
            self.hear_of_position()
        self.who_has_heard_of_everything_has_what_there_is()


def _said(split: Split, added: Decimal) -> PositionSplit:
    return PositionSplit(
        account_id=TRADER,
        action_id=split.action_id,
        booking_id=split.action_id,
        symbol=ACME,
        market_time=split.effective_at,
        new_shares=split.new_shares,
        old_shares=split.old_shares,
        added=Quantity(added),
        cash_in_lieu=NO_MONEY,
        realised=NO_MONEY,
        quantity=Quantity(added),
        cost=NO_MONEY,
        cash=NO_MONEY,
    )


TestWhateverSplits = WhateverSplits.TestCase
TestWhateverSplits.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
