"""An account that risk looks after, for tests: orders in short words, and what they hold."""

from decimal import Decimal
from uuid import UUID

from risk.domain.account import TradingAccount
from risk.domain.assessing import decide
from risk.domain.commitment import Wish
from risk.domain.hold import Exits, Hold
from risk.domain.limits import Limits
from risk.domain.rulebook import Rulebook
from vocabulary import (
    NO_MONEY,
    AccountId,
    Money,
    OrderId,
    Price,
    Quantity,
    RejectionReason,
    Side,
    Symbol,
)

ACME = Symbol("ACME")
OLD, NEW, NEWER = (OrderId(UUID(int=number)) for number in (1, 2, 3))
PROFIT, LOSS, LATER = (OrderId(UUID(int=number)) for number in (4, 5, 6))
Held = tuple[int, int]


class House:
    """An account with dollars and shares, and a short way to say what happens to its orders."""

    def __init__(self, cash: int = 10_000, shares: int = 100) -> None:
        rulebook = Rulebook(Limits(Money(Decimal(1_000_000))))
        own = {ACME: Quantity(Decimal(shares))}
        self.account = TradingAccount(AccountId(UUID(int=9)), rulebook, None, own)
        self.account.open(Money(Decimal(cash)))

    def ask(
        self,
        order_id: OrderId,
        terms: str,
        *,
        replaces: OrderId | None = None,
        exits: Exits | None = None,
    ) -> RejectionReason | None:
        """Place an order, written like ``buy 10 at 100 fee 1``; the reason if it is refused."""
        side, size, _, bound, *fee = terms.split()
        shares, price = Quantity(Decimal(size)), Price(Decimal(bound))
        dollars = Money(Decimal(fee[1])) if fee else NO_MONEY
        hold = Hold(order_id, ACME, Side(side), shares, price, dollars)
        broken = decide(self.account, Wish(hold, exits, replaces))
        return broken.reason if broken else None

    def trade(self, order_id: OrderId, size: int, price: int, *, is_last: bool = False) -> None:
        """An order trades, without a fee."""
        shares, dollars = Quantity(Decimal(size)), Price(Decimal(price))
        self.account.settle(order_id, shares, dollars, NO_MONEY, is_last=is_last)

    @property
    def held(self) -> Held:
        """Dollars and shares that are held."""
        return int(self.account.held_cash), int(self.account.held_shares(ACME))

    @property
    def free(self) -> Held:
        """Dollars and shares that are free."""
        return int(self.account.free_cash or 0), int(self.account.free_shares[ACME])


def exits_of(group_id: OrderId, side: Side, size: int = 0, **bounds: int) -> Exits:
    """The exits of a group, by their bounds: ``profit``, ``loss``, and of an OCO its ``own``."""
    ids = {"own": group_id, "profit": PROFIT, "loss": LOSS}
    prices = {ids[name]: Price(Decimal(bound)) for name, bound in bounds.items()}
    return Exits(group_id, ACME, side, Quantity(Decimal(size)), prices)
