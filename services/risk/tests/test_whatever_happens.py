"""Whatever traders ask for, whatever trades, in whatever order it is heard: holds are enough."""

from decimal import Decimal
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from said_of_orders import ACME, TRADER
from whatever_happens import CASH, Whatever

from events import (
    AccountAtRest,
    AccountReset,
    AccountWindingUp,
    CashDeposited,
    Event,
    OrderFilled,
    OrderPartiallyFilled,
    TradingHalted,
    TradingResumed,
    WithdrawalApproved,
    WithdrawalRefused,
    WithdrawalRequested,
)
from risk.domain.assessing import buying_power, reserved_of
from risk.domain.margin import claim_of
from risk.domain.valuing import mark_of, valuation_of
from risk.domain.withdrawing import withdrawable
from vocabulary import NO_MONEY, NO_SHARES, MarginType, Money, WindingPurpose

DOLLARS = st.integers(1, 600_000).map(lambda cents: Money(Decimal(cents).scaleb(-2)))

TestWhatever = Whatever.TestCase
TestWhatever.settings = settings(max_examples=100, stateful_step_count=60, deadline=None)


class WhateverOnMargin(Whatever):
    """The same for an account that may owe dollars and shares."""

    def __init__(self) -> None:
        super().__init__()
        self.account.profile.margin = MarginType.MARGIN

    @invariant()
    def nothing_is_spent_that_is_not_there(self) -> None:
        free, shares = self.account.free_cash, self.account.free_shares[ACME]
        assert free is not None
        assert free + self.account.held_cash == self.cash
        assert shares + self.account.held_shares(ACME) == self.shares
        assert reserved_of(self.account) >= 0

    @invariant()
    def only_what_opens_a_position_is_reserved(self) -> None:
        """Nobody reserves more than all that is open may cost."""
        mark = mark_of(self.account, ACME, NO_SHARES)
        claims = [claim_of(one, mark) for one in self.account.commitments]
        most = sum((one.cost + one.yields for one in claims), Decimal(0))
        assert reserved_of(self.account) <= most

    def teardown(self) -> None:
        """When all is over, nothing is reserved."""
        super().teardown()
        assert reserved_of(self.account) == 0


TestWhateverOnMargin = WhateverOnMargin.TestCase
TestWhateverOnMargin.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)


class WhateverLives(Whatever):
    """The same while dollars come and go, and while the account starts over again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.made_of_lives = 0
        self.winding: UUID | None = None
        self.at_rest: list[AccountAtRest] = []
        self.fills = self.fills_before = 0

    @rule(amount=DOLLARS)
    def pay_in(self, amount: Money) -> None:
        self._hear(
            CashDeposited(account_id=TRADER, booking_id=self._id(), amount=amount, cash=NO_MONEY)
        )
        self.cash += amount

    @rule(amount=DOLLARS)
    def take_out(self, amount: Money) -> None:
        free = withdrawable(self.account) if self.winding is None else NO_MONEY
        asked = WithdrawalRequested(account_id=TRADER, transfer_id=self._id(), amount=amount)
        (answer,) = self._hear(asked)
        assert type(answer) is (WithdrawalApproved if amount <= free else WithdrawalRefused)
        if isinstance(answer, WithdrawalApproved):
            self.cash -= amount

    @precondition(lambda self: self.winding is None and self.fills > self.fills_before)
    @rule()
    def wind_up(self) -> None:
        self.winding, purpose = self._id(), WindingPurpose.RESET
        was_open = bool(self.account.holders)
        said = self._hear(
            AccountWindingUp(account_id=TRADER, winding_id=self.winding, purpose=purpose)
        )
        assert [type(one) for one in said] == ([TradingHalted] if was_open else [])

    @precondition(lambda self: self.at_rest)
    @rule()
    def start_over(self) -> None:
        said = self._hear(AccountReset(account_id=TRADER, epoch=2, cash=CASH))
        assert [type(one) for one in said] == [TradingResumed]
        self.winding, self.at_rest = None, []
        self.fills_before = self.fills
        self.cash, self.shares = Decimal(CASH), Decimal(0)

    @invariant()
    def rest_is_said_once_and_not_before_everything_has_ended(self) -> None:
        is_over = self.winding is not None and not self.account.holders
        said = [(one.winding_id, one.fills) for one in self.at_rest]
        assert said == ([(self.winding, self.fills)] if is_over else [])

    def _hear(self, event: Event) -> list[Event]:
        self.fills += isinstance(event, OrderFilled | OrderPartiallyFilled)
        said = super()._hear(event)
        self.at_rest += [one for one in said if isinstance(one, AccountAtRest)]
        return [one for one in said if not isinstance(one, AccountAtRest)]

    def _id(self) -> UUID:
        self.made_of_lives += 1
        return UUID(int=10**9 + self.made_of_lives)


TestWhateverLives = WhateverLives.TestCase
TestWhateverLives.settings = settings(max_examples=100, stateful_step_count=60, deadline=None)


class WhateverLivesOnMargin(WhateverLives, WhateverOnMargin):
    """Both: what is taken out is never what positions and open orders take over night."""

    @rule(amount=DOLLARS)
    def take_out(self, amount: Money) -> None:
        before = self.cash
        super().take_out(amount)
        if self.cash != before:
            valuation = valuation_of(self.account)
            assert buying_power(self.account, outlives=True) >= 0
            assert valuation.equity >= valuation.maintenance(self.account.rulebook.margin)


TestWhateverLivesOnMargin = WhateverLivesOnMargin.TestCase
TestWhateverLivesOnMargin.settings = settings(
    max_examples=60, stateful_step_count=50, deadline=None
)
