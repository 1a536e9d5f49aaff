"""That all services have the same money, shares and holds, each by its own account of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import analytics.handlers.accounts
from analytics.domain.holding import Holding
from analytics.domain.profit import Profit
from analytics.domain.record import TrackRecord
from analytics.domain.recounting import recounted
from bus.envelope import Envelope
from order.domain.open_orders import OpenOrders
from portfolio.domain.ledger import CASH, CLEARING, FEES, OUTSIDE
from portfolio.domain.valuation import Valuation
from simulation.companies import Deed, converted
from simulation.epochs import Epochs
from simulation.sights import Sights
from simulation.storage import Row, Storage
from vocabulary import AccountId, Money, Price, Quantity, Side, Symbol, portion, value

Say = Iterator[str]
ZERO, ONE = Decimal(0), Quantity(Decimal(1))
HOUSE = {CLEARING, OUTSIDE, FEES}


class Books:
    """What there is to compare, of one world."""

    def __init__(
        self,
        storages: Mapping[str, Storage],
        sights: Sights,
        heard: Sequence[Envelope[Any]],
        prices: Mapping[Symbol, Price],
        deeds: Sequence[Deed] = (),
    ) -> None:
        self.storages = storages
        self.sights = sights
        self.heard = heard
        self.prices = prices
        self.deeds = deeds
        self.orders = {row["order_id"]: row for row in storages["order"].rows("orders")}
        self.fills: defaultdict[AccountId, list[Row]] = defaultdict(list)
        for fill in storages["order"].rows("fills"):
            self.fills[self.orders[fill["order_id"]]["account_id"]].append(fill)
        self.epochs = Epochs(storages["portfolio"])

    @property
    def accounts(self) -> list[AccountId]:
        """Everybody's."""
        return [*self.sights.portfolio]

    def moved(self, account: AccountId) -> tuple[Decimal, dict[Symbol, Decimal]]:
        """Dollars that fills have brought an account since it began, and shares."""
        cash, shares = ZERO, defaultdict[Symbol, Decimal](Decimal)
        entitled = defaultdict[Deed, Decimal](Decimal)
        for fill in self.fills[account]:
            if not self.epochs.is_present(account, fill["fill_id"]):
                continue
            order = self.orders[fill["order_id"]]
            sign = 1 if order["side"] == Side.BUY else -1
            cash -= sign * value(fill["quantity"], fill["price"]) + fill["fee"]
            symbol, at = order["symbol"], fill["market_time"]
            shares[symbol] += sign * fill["quantity"] * converted(self.deeds, symbol, at)
            for one in self.deeds:
                if one.symbol == symbol and one.amount is not None and at < one.at:
                    entitled[one] += sign * fill["quantity"]
        for one, many in entitled.items():
            cash += portion(Money(one.amount or ZERO), Quantity(many), ONE)
        return cash, {symbol: many for symbol, many in shares.items() if many}

    def mark(self, symbol: Symbol, _quantity: Quantity) -> Price:
        """What a share is worth."""
        return self.prices[symbol]

    def placed(self, account: AccountId) -> OpenOrders:
        """Everything that an account placed, with fills."""
        own = {key: SimpleNamespace(**row) for key, row in self.orders.items()}
        mine: dict[Any, Any] = {key: one for key, one in own.items() if one.account_id == account}
        return OpenOrders(mine, [SimpleNamespace(**fill) for fill in self.fills[account]])


def the_ledger_sums_to_zero(books: Books) -> Say:
    """Nothing comes from nowhere, in any booking and in all."""
    sums: defaultdict[tuple[Any, str], Decimal] = defaultdict(Decimal)
    owned: defaultdict[tuple[Any, str], Decimal] = defaultdict(Decimal)
    for entry in books.storages["portfolio"].rows("entries"):
        sums[entry["booking_id"], entry["asset"]] += entry["amount"]
        owned[entry["account_id"], entry["asset"]] += entry["amount"]
    yield from (
        f"{asset} of booking {one} is off by {by}" for (one, asset), by in sums.items() if by
    )
    for account, own in books.sights.portfolio.items():
        if owned[account, CASH] != own.cash:
            yield f"{account} has {own.cash}, the ledger says {owned[account, CASH]}"
        for symbol, position in own.positions.items():
            if owned[account, symbol] != position.quantity:
                yield f"{account} has {position.quantity} {symbol}, the ledger says otherwise"


def cash_is_what_was_paid(books: Books) -> Say:
    """Cash is what an account began with and was paid in, less costs and fees, and proceeds."""
    for account in books.accounts:
        own, at_risk = books.sights.portfolio[account], books.sights.risk[account]
        expected = books.epochs.paid_in(account) + books.moved(account)[0]
        if own.cash != expected:
            yield f"{account} has {own.cash} and should have {expected}"
        if (at_risk.free_cash or ZERO) + at_risk.held_cash != expected:
            yield f"risk believes in {at_risk.free_cash} and {at_risk.held_cash}, not {expected}"


def positions_are_sums_of_fills(books: Books) -> Say:
    """All four services have the shares that were traded."""
    for account in books.accounts:
        wanted, sights = books.moved(account)[1], books.sights
        own = {one.symbol: one.quantity for one in sights.portfolio[account].positions.values()}
        counted = {one.symbol: one.quantity for one in sights.analytics[account].holdings.values()}
        at_risk = sights.risk[account]
        seen = {one: free + at_risk.held_shares(one) for one, free in at_risk.free_shares.items()}
        rows = books.storages["order"].rows("positions")
        stored = {row["symbol"]: row["quantity"] for row in rows if row["account_id"] == account}
        for name, found in {
            "portfolio": own,
            "analytics": counted,
            "risk": seen,
            "order": stored,
        }.items():
            if {symbol: many for symbol, many in found.items() if many} != wanted:
                yield f"{name} says that {account} has {found}, not {wanted}"


def every_fill_is_booked_once(books: Books) -> Say:
    """What was traded is what was booked, and what was counted, fill by fill."""
    figures = ("quantity", "price", "fee")
    traded = {row["fill_id"]: row for row in books.storages["order"].rows("fills")}
    for service, table in (("portfolio", "trades"), ("analytics", "fills")):
        rows = books.storages[service].rows(table)
        found = {row["fill_id"]: row for row in rows}
        if found.keys() != traded.keys():
            yield f"{service} has {len(found)} fills, and {len(traded)} were made"
        for fill_id in found.keys() & traded.keys():
            if any(found[fill_id][one] != traded[fill_id][one] for one in figures):
                yield f"{service} has another fill {fill_id} than was made"


def lots_add_up_to_positions(books: Books) -> Say:
    """What is held came in lots, and what left was taken from the oldest of them."""
    lots: defaultdict[tuple[AccountId, Symbol], Decimal] = defaultdict(Decimal)
    for row in books.storages["portfolio"].rows("lots"):
        lots[row["account_id"], row["symbol"]] += row["quantity"]
    for account, own in books.sights.portfolio.items():
        for symbol, position in own.positions.items():
            if lots[account, symbol] != position.quantity:
                yield f"{account} has {lots[account, symbol]} {symbol} in lots"


def reserved_is_what_is_open(books: Books) -> Say:
    """What risk holds is what open orders may still cost, to the last cent."""
    for account, own in books.sights.risk.items():
        placed, free = books.placed(account), own.free_cash or ZERO
        kept = [one for each in own.commitments for one in each.kept]
        exits = [each.exits for each in own.commitments if each.exits is not None]
        orders = [(str(one.hold.order_id), False) for one in kept if one.hold.quantity]
        orders += [(str(one.group_id), True) for one in exits if one.quantity]
        if sorted(orders) != [line[:2] for line in placed.lines()]:
            yield f"{account} has holds for {sorted(orders)}, and open {placed.lines()}"
        fees = sum((one.fee for one in (*kept, *exits)), ZERO)
        if own.held_cash != placed.cash() + fees:
            yield f"{account} has {own.held_cash} held, and {placed.cash()} and {fees} in orders"
        if free < 0:
            yield f"{account} has committed {-free} too much"


def equity_is_cash_and_shares(books: Books) -> Say:
    """Portfolio and analytics come to the same, and so does plain addition."""
    for account in books.accounts:
        own = books.sights.portfolio[account]
        valued = Valuation.of(own, books.mark).equity
        profit = Profit.of(books.sights.analytics[account], books.mark)
        shares = books.moved(account)[1].items()
        plain = own.cash + sum(
            (value(Quantity(many), books.prices[one]) for one, many in shares), ZERO
        )
        if not valued == profit.equity == plain:
            yield f"{account} is worth {valued}, {profit.equity}, or {plain}"
        if profit.fees != own.fees or profit.realised != own.realised:
            yield f"{account} has earned {own.realised} and {profit.realised}"


def analytics_can_be_computed_again(books: Books) -> Say:
    """From all events, in another order, come the same figures."""
    handlers = analytics.handlers.accounts.handlers
    again = {account: TrackRecord(account) for account in books.accounts}
    for one in sorted(books.heard, key=lambda one: (one.source, -one.id.int)):
        if one.type in handlers.names:
            list(handlers.receive(again[one.data.account_id], one))
    for account, record in books.sights.analytics.items():
        new = _counted_anew(again[account])
        if (record.orders, record.rejections) != (new.orders, new.rejections):
            yield f"{account} had {dict(record.orders)}, and now {dict(new.orders)}"
        began = record.epoch, record.started_with(), record.paid_in()
        if began != (new.epoch, new.started_with(), new.paid_in()):
            yield f"{account} did not begin with {began}"
        for symbol, holding in record.holdings.items():
            if _figures(holding) != _figures(new.holdings.get(symbol)):
                yield f"{account} has another {symbol} than its events make"


def analytics_counts_all_orders(books: Books) -> Say:
    """What became of orders is counted as the order service has it."""
    for account, record in books.sights.analytics.items():
        rows = (row for row in books.orders.values() if row["account_id"] == account)
        own = Counter(str(row["status"]) for row in rows)
        counted = {outcome.value: many for outcome, many in record.orders.items()}
        for outcome in ("filled", "canceled", "expired", "replaced", "rejected"):
            if counted.get(outcome, 0) != own[outcome]:
                yield f"{account}: {counted.get(outcome, 0)} {outcome}, not {own[outcome]}"


def _counted_anew(heard: TrackRecord) -> TrackRecord:
    """What is worked out from all facts, once all of them are known."""
    facts = heard.unsaved
    fills = sorted((one.fill for one in facts.fills), key=lambda one: one.said_at)
    account, orders = heard.account_id, facts.orders
    actions = heard.adjustments.values(), heard.dividends.values()
    return recounted(account, facts.beginnings, facts.payments, orders, fills, actions)


def _figures(holding: Holding | None) -> list[Any]:
    """What does not depend on the order of fills."""
    same = ("quantity", "bought", "sold", "trades", "fees", "shares_traded")
    return [getattr(holding, one, None) for one in same]


RULES: tuple[Callable[[Books], Say], ...] = (
    the_ledger_sums_to_zero,
    cash_is_what_was_paid,
    positions_are_sums_of_fills,
    every_fill_is_booked_once,
    lots_add_up_to_positions,
    reserved_is_what_is_open,
    equity_is_cash_and_shares,
    analytics_can_be_computed_again,
    analytics_counts_all_orders,
)
