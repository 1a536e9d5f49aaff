"""Accounts as rows of tables, and rows as accounts."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row as DatabaseRow

from chassis.statements import Row
from chassis.transaction import row_of
from portfolio.domain.account import Account
from portfolio.domain.life import Terms, Winding
from portfolio.domain.position import Position
from portfolio.domain.settlement import Unsettled
from vocabulary import MarginType, Money, WindingPurpose

Found = DatabaseRow[Any]


def account_of(found: Sequence[Found]) -> Account:
    """An account from one row for each of its positions, or a single one if it has none."""
    own = found[0]
    leaving: dict[str, str] = own.leaving or {}
    held = [
        Position(row.symbol, row.quantity, row.cost, row.realised, row.fees, row.dividends)
        for row in found
        if row.symbol is not None
    ]
    return Account(
        account_id=own.account_id,
        user_id=own.user_id,
        paid_in=own.paid_in,
        cash=own.cash,
        number=own.number,
        positions={position.symbol: position for position in held},
        epoch=own.epoch,
        fills=own.fills,
        booked_until=own.booked_until,
        is_closed=own.is_closed,
        margin=MarginType(own.margin),
        winding=_winding_of(own),
        unsettled=Unsettled(own.unsettled, own.settles_on),
        interest=own.interest,
        charged_until=own.charged_until,
        leaving={UUID(one): Money(Decimal(amount)) for one, amount in leaving.items()},
    )


def _winding_of(own: Found) -> Winding | None:
    if own.winding_id is None:
        return None
    at, purpose = own.winding_time, WindingPurpose(own.purpose)
    return Winding(own.winding_id, purpose, own.winding_cash, at, own.rests_after)


def balance(account: Account) -> Row:
    """What the account has now."""
    return {
        "account_id": account.account_id,
        "user_id": account.user_id,
        "paid_in": account.paid_in,
        "cash": account.cash,
        "number": account.number,
        "epoch": account.epoch,
        "fills": account.fills,
        "booked_until": account.booked_until,
        "is_closed": account.is_closed,
        "unsettled": account.unsettled.amount,
        "settles_on": account.unsettled.settles_on,
        "interest": account.interest,
        "charged_until": account.charged_until,
    }


def opened(account: Account, terms: Terms) -> Row:
    """What the account is from now on, and what it has."""
    return {
        **balance(account),
        "name": terms.name,
        "currency": terms.currency,
        "margin": terms.margin,
        "fill_model": terms.fill_model,
        "opening_cash": account.opening_cash,
    }


def changed_positions(booked: Collection[Account]) -> Iterator[Row]:
    """What the accounts hold now of what they traded, and what is left of epochs that are over."""
    for account in booked:
        for symbol in account.changed:
            yield _position(account, account.epoch, account.positions[symbol])
        for ended in account.news.ended:
            for position in ended.positions:
                yield _position(account, ended.epoch, position)


def _position(account: Account, epoch: int, position: Position) -> Row:
    return {
        "account_id": account.account_id,
        "symbol": position.symbol,
        "epoch": epoch,
        "quantity": position.quantity,
        "cost": position.cost,
        "realised": position.realised,
        "fees": position.fees,
        "dividends": position.dividends,
    }


def new_bookings(booked: Collection[Account]) -> Iterator[Row]:
    """What happened to the accounts."""
    for account in booked:
        for booking in account.bookings:
            yield {
                "booking_id": booking.booking_id,
                "account_id": booking.account_id,
                "number": booking.number,
                "kind": booking.kind,
                "description": booking.description,
                "market_time": booking.market_time,
                "epoch": booking.epoch,
            }


def new_entries(booked: Collection[Account]) -> Iterator[Row]:
    """Who received how much of what."""
    for account in booked:
        for booking in account.bookings:
            for owner, asset, amount in booking.entries:
                yield {
                    "booking_id": booking.booking_id,
                    "account_id": owner,
                    "asset": asset,
                    "amount": amount,
                }


def new_trades(booked: Collection[Account]) -> Iterator[Row]:
    """The fills among what happened."""
    for account in booked:
        for trade in account.trades:
            yield row_of(trade.fill) | {
                "account_id": account.account_id,
                "number": trade.number,
                "epoch": trade.epoch,
                "value": trade.value,
                "realised": trade.realised,
            }
