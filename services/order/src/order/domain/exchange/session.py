"""What time of the trading day it is, and who may work then."""

from order.domain.exchange import words
from order.domain.exchange.order import Order
from order.domain.exchange.terms import IN_AUCTIONS
from vocabulary import Auction, InstrumentStatus, SessionPhase

AUCTIONS = {
    InstrumentStatus.OPENING_AUCTION: Auction.OPENING,
    InstrumentStatus.CLOSING_AUCTION: Auction.CLOSING,
}
"""Which auction a status collects orders for."""


class Session:
    """How a symbol trades. ``is_crossed``: the auction for which it was called has been held.

    While that ``is_known`` no more, what is told of it is kept, and nothing trades.
    """

    __slots__ = ("is_crossed", "is_known", "phase", "status")

    def __init__(self) -> None:
        self.status = InstrumentStatus.TRADING
        self.phase = SessionPhase.REGULAR
        self.is_crossed = False
        self.is_known = True

    @property
    def is_trading(self) -> bool:
        """Whether orders meet each other and the market at any time."""
        return self.is_known and self.status is InstrumentStatus.TRADING

    @property
    def is_regular(self) -> bool:
        """Whether it is the regular session."""
        return self.phase is SessionPhase.REGULAR

    def may_work(self, order: Order) -> bool:
        """Whether an order may work now."""
        if not self.is_trading or order.terms.time_in_force in IN_AUCTIONS:
            return False
        return self.is_regular or self.is_awake(order)

    def is_awake(self, order: Order) -> bool:
        """Whether an order works outside of the regular session, as it is now."""
        return self.phase is not SessionPhase.CLOSED and order.terms.is_extended

    def why_not(self, order: Order) -> str:
        """Why an order may not work, in plain words."""
        if order.terms.time_in_force in words.NOT_OPEN:
            return words.NOT_OPEN[order.terms.time_in_force]
        if not self.is_known:
            return "waits until it is known how the symbol trades"
        if self.is_trading:
            return "waits until the market is open for it"
        return f"waits until the market trades: it is {self.status}".replace("_", " ")
