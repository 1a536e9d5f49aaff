"""Where orders work: they trade, rest, wait for a price, and end."""

from order.domain.core.line import Entry
from order.domain.core.matching import Matching
from order.domain.core.reach import would_trade
from order.domain.core.trade import TOOK, Trade
from order.domain.exchange import words
from order.domain.exchange.journal import Journal
from order.domain.exchange.order import Fill, Group, Order
from order.domain.exchange.sight import is_reachable, limit_of, size_of_money, touch_of
from order.domain.exchange.terms import AT_ONCE
from order.domain.exchange.watch import Watch
from order.domain.lifecycle import WORKING, Happening
from order.domain.models.fills import taken_price
from order.domain.units import size_text
from vocabulary import TimeInForce

OWN_TRADE = "it would have traded with another order of its own account"


class Floor:
    """Both markets (one shows sizes, one is endless), the watch, and every order that is live.

    ``blind`` are trailing stops that know no price yet. ``full`` are groups whose entry is filled,
    and whose exits are to be released. ``missing`` says why the market shows nothing, if it is
    known. ``fresh_price`` is the last trade of the market in this part of the day, and since it was
    last unknown what it shows; zero if there was none.
    """

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.shown = Matching()
        self.endless = Matching(is_endless=True)
        self.markets = (self.shown, self.endless)
        self.watch = Watch()
        self.orders: dict[int, Order] = {}
        self.blind: dict[int, Order] = {}
        self.full: list[Group] = []
        self.last_price = 0
        self.fresh_price = 0
        self.missing = ""

    def matching(self, order: Order) -> Matching:
        """The market in which an order trades."""
        return self.endless if order.model.is_endless else self.shown

    def pass_time(self, now: int) -> None:
        """It is ``now``: what is taken from here on is missed from here on."""
        self.journal.now = now
        for market in self.markets:
            market.bids.now = market.asks.now = now

    def work(self, order: Order, reason: str) -> None:
        """An order works from now on."""
        self.orders[order.number] = order
        if order.life.status not in WORKING:
            again = order.life.has_worked
            self.journal.write(order, Happening.RESUME if again else Happening.OPEN, reason)

    def trade(self, order: Order) -> None:
        """Trade at once what can be traded; what is left rests, waits, or is canceled."""
        matching, terms = self.matching(order), order.terms
        if not order.size:
            order.size = size_of_money(matching, order, self.last_price)
        if refusal := self._refusal(order):
            self._refuse(order, refusal)
            return
        entry = self._entry(order)
        self.work(order, "works from now on")
        if terms.time_in_force is TimeInForce.FOK and not is_reachable(matching, order):
            self.end(order, Happening.CANCEL, "not all of it could be filled at once")
            return
        matching.take(entry)
        self.settle()
        if order.life.is_live:
            self._keep(order, entry)
            self.settle()

    def end(self, order: Order, happening: Happening, reason: str) -> None:
        """Take an order off, whatever it was doing; its group ends with it."""
        self.withdraw(order)
        self.journal.write(order, happening, reason, open=size_text(order.open))
        self._forget(order)
        if happening is not Happening.REPLACE:
            self._end_group(order)

    def withdraw(self, order: Order) -> None:
        """Let an order work no more, for now or for ever."""
        order.mark = self.watch.mark(order) or order.mark
        self.watch.disarm(order)
        self.blind.pop(order.number, None)
        if order.entry is not None:
            self.matching(order).remove(order.entry)
            for one in order.siblings:
                if one.entry is not None:
                    one.entry.sibling = None
            order.entry = None

    def move(self) -> None:
        """The bands have changed: orders that they kept from their price go there, and others not.

        An order beyond the bands stands at their edge.
        """
        for order in sorted(self.orders.values(), key=lambda order: order.number):
            entry, limit = order.entry, limit_of(self.shown, order)
            if entry is not None and entry.level is None:
                entry.price = limit
            elif entry is not None and entry.price != limit:
                self.withdraw(order)
                self.trade(order)

    def settle(self) -> None:
        """Write down what the matching did."""
        for matching in self.markets:
            while matching.trades or matching.withdrawn:
                trades, matching.trades = matching.trades, []
                withdrawn, matching.withdrawn = matching.withdrawn, []
                for trade in trades:
                    self._write(trade)
                for entry in withdrawn:
                    if (order := self.orders.get(entry.key)) is not None:
                        self.end(order, Happening.CANCEL, OWN_TRADE)

    def shrink(self, order: Order, size: int, reason: str) -> None:
        """Let an order trade so much less; with nothing left it ends."""
        order.size -= size
        if order.open <= 0:
            self.end(order, Happening.CANCEL, reason)
        else:
            self.journal.write(order, Happening.SHRINK, reason, size=size_text(order.size))

    def _write(self, trade: Trade) -> None:
        taker, maker, price, size, how = trade
        if maker is not None:
            self.fill(self.orders[maker.key], price, size, how=how, with_trader=True)
        order = self.orders[taker.key]
        if maker is None and how == TOOK:
            touch = touch_of(self.matching(order), order)
            wanted = order.open if price == touch.facing(order.terms.is_buy) else touch.size + 1
            price = taken_price(order.model, order.terms.is_buy, price, wanted, touch)
            limit = limit_of(self.shown, order)
            price = min(price, limit) if order.terms.is_buy else max(price, limit)
        self.fill(order, price, size, how=how, with_trader=maker is not None)

    def fill(self, order: Order, price: int, size: int, *, how: int, with_trader: bool) -> None:
        """Write down what an order traded, and what follows for those of its group."""
        fee, touch = order.add(size, price), touch_of(self.matching(order), order)
        fill = Fill(
            order=order,
            number=order.fill_count,
            time=self.journal.now,
            size=size,
            price=price,
            filled=order.filled,
            open=order.open,
            how=how,
            with_trader=with_trader,
            fee=fee,
            bid=touch.bid,
            ask=touch.ask,
        )
        happening = Happening.FILL if order.open else Happening.COMPLETE
        self.journal.write(order, happening, words.of_fill(fill), fill)
        for one in order.siblings:
            self.shrink(one, size, words.of_sibling(size, one.open - size))
        if order.group is not None and order is order.group.entry:
            order.group.filled += size
        if not order.open:
            self._forget(order)
            if order.group is not None and order is order.group.entry:
                self.full.append(order.group)

    def _keep(self, order: Order, entry: Entry) -> None:
        """What is left of an order that took what it could."""
        matching = self.matching(order)
        if order.terms.time_in_force in AT_ONCE:
            why = self.missing or "the rest could not be filled at once"
            self.end(order, Happening.CANCEL, why)
        elif order.terms.is_unpriced:
            matching.wait(entry)
            why = self.missing or "waits for more size within its bound"
            self.journal.write(order, Happening.WAIT, why)
        else:
            side = matching.bids if order.terms.is_buy else matching.asks
            ahead = side.size_at(order.bound) if order.model.in_line else 0
            reason = self.missing or words.of_rest(order, ahead)
            self.journal.write(order, Happening.WAIT, reason)
            matching.rest(entry, ahead)

    def _entry(self, order: Order) -> Entry:
        display = order.terms.display
        is_buy = order.terms.is_buy
        limit = limit_of(self.shown, order)
        entry = Entry(order.number, order.account_number, is_buy, limit, order.open, display)
        order.entry = entry
        for one in order.siblings:
            if one.entry is not None:
                entry.sibling, one.entry.sibling = one.entry, entry
        return entry

    def _refusal(self, order: Order) -> str:
        """Why an order may not work at all, if so."""
        if not order.size:
            return "the money does not buy the least that can be traded"
        if order.terms.is_post_only:
            is_buy = order.terms.is_buy
            if would_trade(self.matching(order), is_buy, order.bound):
                return "it would have taken, and was only to be posted"
        return ""

    def _refuse(self, order: Order, reason: str) -> None:
        self.end(order, Happening.CANCEL if order.life.has_worked else Happening.REJECT, reason)

    def _forget(self, order: Order) -> None:
        self.orders.pop(order.number, None)

    def _end_group(self, order: Order) -> None:
        group = order.group
        if group is None or group.is_done:
            return
        group.is_done = True
        for one in group.members:
            if one.life.is_live:
                self.end(one, Happening.CANCEL, "another order of its group has ended")
