"""A margin account that risk looks after, for tests, and a market that is told its prices."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from risk.domain.account import TradingAccount
from risk.domain.assessing import decide
from risk.domain.commitment import Wish
from risk.domain.hold import Hold
from risk.domain.limits import Limits
from risk.domain.profile import Profile
from risk.domain.rulebook import Rulebook
from risk.domain.terms import Terms
from vocabulary import (
    NO_MONEY,
    AccountId,
    MarginType,
    Money,
    OrderId,
    Price,
    Quantity,
    RejectionReason,
    Side,
    Symbol,
)

ACME, BOLT = Symbol("ACME"), Symbol("BOLT")
OPEN = datetime(2013, 10, 7, 14, 30, tzinfo=UTC)
TRADER = AccountId(UUID(int=9))


class ToldMarket:
    """Prices, times and halts as a test wants them."""

    def __init__(self, *, is_session: bool = False) -> None:
        self.now: datetime | None = OPEN
        self.is_session = is_session
        self.is_closed = False
        self.is_complete = True
        self.price: dict[Symbol, Decimal] = {}
        self.since: dict[Symbol, datetime] = {}

    def mark(self, symbol: Symbol, _quantity: Quantity, /) -> Price | None:
        """What a test has said."""
        price = self.price.get(symbol)
        return None if price is None else Price(price)

    def marked_at(self, symbol: Symbol, /) -> datetime | None:
        """Since when it is so."""
        return self.since.get(symbol)

    def is_paused(self, _symbol: Symbol, /) -> bool:
        """Everything trades."""
        return False


class MarginHouse:
    """An account with dollars, and a short way to place orders and to let them trade."""

    def __init__(
        self, cash: int, *, is_session: bool = False, limits: Limits | None = None
    ) -> None:
        self.market = ToldMarket(is_session=is_session)
        self.rulebook = Rulebook(limits or Limits())
        profile = Profile(margin=MarginType.MARGIN)
        self.account = TradingAccount(TRADER, self.rulebook, profile=profile, market=self.market)
        self.account.open(Money(Decimal(cash)))
        self.made = 0

    @property
    def last(self) -> OrderId:
        """The order that was placed last."""
        return OrderId(UUID(int=self.made))

    def place(
        self, side: str, size: int, bound: int, symbol: Symbol = ACME, *, outlives: bool = False
    ) -> RejectionReason | None:
        """Place an order; the reason if it is refused."""
        self.made += 1
        shares, price = Quantity(Decimal(size)), Price(Decimal(bound))
        hold = Hold(self.last, symbol, Side(side), shares, price)
        terms = Terms(limit_price=price, at=self.market.now, outlives=outlives)
        broken = decide(self.account, Wish(hold), terms)
        return broken.reason if broken else None

    def fill(self, size: int, price: int, *, is_last: bool = True) -> None:
        """Let the order that was placed last trade, without a fee."""
        shares, dollars = Quantity(Decimal(size)), Price(Decimal(price))
        self.account.settle(self.last, shares, dollars, NO_MONEY, is_last=is_last)

    def trade(
        self, side: str, size: int, price: int, symbol: Symbol = ACME, *, quoted: bool = True
    ) -> None:
        """Place an order and fill it; from then on the market is at its price."""
        assert self.place(side, size, price, symbol) is None
        self.fill(size, price)
        if quoted:
            self.market.price[symbol] = Decimal(price)
