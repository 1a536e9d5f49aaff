"""Whether everything that is kept of accounts follows from the entries of the ledger.

The database does the arithmetic, and says only what differs: however long the ledger is, nothing
of it is kept here. All of one moment, if the transaction sees only one.
"""
# ruff: noqa: S608
# nothing in the queries comes from outside

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

ROWS_AT_ONCE = 500


class Check(StrEnum):
    """What is compared with what."""

    BALANCE = "entries of a booking cancel out"
    NUMBERS = "bookings are counted without a gap"
    CASH = "cash is the sum of its entries"
    HOLDINGS = "a position is the sum of its entries"
    FILLS = "a position is the sum of its fills and of what else moved it"
    BOOKED = "a fill has one booking, of its shares and its value"
    FEES = "a fee has one booking, of its amount"
    LOTS = "a position is the sum of its lots"
    PAID_IN = "what was paid in has bookings"
    DIVIDENDS = "dividends have bookings"
    REALISED = "what a symbol has earned is what its trades have"
    INTEREST = "interest is the sum of its bookings"
    COST = "cost, less what was earned, are the dollars that went into shares"


@dataclass(frozen=True, slots=True)
class Difference:
    """What is kept is not what follows from the history: dollars, shares, or a count."""

    check: Check
    of: str
    asset: str
    kept: Decimal
    follows: Decimal

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        numbers = {"kept": str(self.kept), "follows": str(self.follows)}
        return {"check": self.check.value, "of": self.of, "asset": self.asset, **numbers}


_OWN = """
    select b.account_id, b.epoch, b.kind, b.booking_id, e.asset, e.amount
    from bookings b join entries e on e.booking_id = b.booking_id and e.account_id = b.account_id
"""
"""What bookings did to the accounts that they are of."""
_EPOCHS = """
    select account_id, epoch, paid_in, sum(cost) as cost, sum(realised) as realised,
        sum(dividends) as dividends
    from accounts left join positions using (account_id, epoch) where not is_closed
    group by account_id, epoch, paid_in
    union all
    select account_id, epoch, e.paid_in, e.invested, coalesce(sum(p.realised), 0),
        coalesce(sum(p.dividends), 0)
    from epochs e left join positions p using (account_id, epoch)
    group by account_id, epoch, e.paid_in, e.invested
"""
"""What is kept of each epoch, the present ones too; in dollars."""
_DIFFERING = "where coalesce(kept, 0) <> coalesce(follows, 0)"
_QUERIES: Mapping[Check, str] = {
    Check.BALANCE: """
        select booking_id as "of", asset, 0 as kept, sum(amount) as follows
        from entries group by booking_id, asset having sum(amount) <> 0
    """,
    Check.NUMBERS: f"""
        select account_id as "of", '' as asset, kept, follows from (
            select account_id, number as kept from accounts
        ) as k full join (
            select account_id, case when max(number) = count(*) then count(*) else -count(*) end
                as follows from bookings group by account_id
        ) as f using (account_id) {_DIFFERING}
    """,
    Check.CASH: f"""
        select account_id as "of", 'USD' as asset, kept, follows from (
            select account_id, cash as kept from accounts
        ) as k full join (
            select account_id, sum(amount) as follows from ({_OWN}) as own where asset = 'USD'
            group by account_id
        ) as f using (account_id) {_DIFFERING}
    """,
    Check.HOLDINGS: f"""
        select account_id as "of", asset, kept, follows from (
            select account_id, symbol as asset, sum(quantity) as kept from positions
            group by account_id, symbol
        ) as k full join (
            select account_id, asset, sum(amount) as follows from ({_OWN}) as own
            where asset <> 'USD' group by account_id, asset
        ) as f using (account_id, asset) {_DIFFERING}
    """,
    Check.FILLS: f"""
        select account_id as "of", asset, kept, follows from (
            select account_id, epoch, symbol as asset, quantity as kept from positions
        ) as k full join (
            select account_id, epoch, asset, sum(amount) as follows from (
                select account_id, epoch, symbol as asset,
                    case side when 'buy' then quantity else -quantity end as amount from trades
                union all
                select account_id, epoch, asset, amount from ({_OWN}) as own
                    where asset <> 'USD' and kind <> 'fill'
            ) as moved group by account_id, epoch, asset
        ) as f using (account_id, epoch, asset) {_DIFFERING}
    """,
    Check.BOOKED: f"""
        select fill_id as "of", asset, kept, follows from (
            select fill_id, asset, case side when 'buy' then amount else -amount end as kept
            from trades cross join lateral (values (symbol, quantity), ('USD', -value))
                as moved(asset, amount)
        ) as k full join (
            select booking_id as fill_id, asset, sum(amount) as follows
            from ({_OWN}) as own where kind = 'fill' group by booking_id, asset
        ) as f using (fill_id, asset) {_DIFFERING}
    """,
    Check.FEES: f"""
        select account_id as "of", 'USD' as asset, kept, follows from (
            select account_id, -sum(fee) as kept from trades group by account_id
        ) as k full join (
            select account_id, sum(amount) as follows from ({_OWN}) as own where kind = 'fee'
            group by account_id
        ) as f using (account_id) {_DIFFERING}
    """,
    Check.LOTS: f"""
        select account_id as "of", asset, kept, follows from (
            select account_id, symbol as asset, sum(quantity) as kept from positions
            group by account_id, symbol
        ) as k full join (
            select account_id, symbol as asset, sum(quantity) as follows from lots
            where quantity <> 0 group by account_id, symbol
        ) as f using (account_id, asset) {_DIFFERING}
    """,
    Check.PAID_IN: f"""
        select account_id || ' ' || epoch as "of", 'USD' as asset, kept, follows from (
            select account_id, epoch, paid_in as kept from ({_EPOCHS}) as every
        ) as k full join (
            select account_id, epoch, sum(amount) as follows from ({_OWN}) as own
            where asset = 'USD' and kind in ('opening', 'deposit', 'withdrawal')
            group by account_id, epoch
        ) as f using (account_id, epoch) {_DIFFERING}
    """,
    Check.DIVIDENDS: f"""
        select account_id || ' ' || epoch as "of", 'USD' as asset, kept, follows from (
            select account_id, epoch, dividends as kept from ({_EPOCHS}) as every
        ) as k full join (
            select account_id, epoch, sum(amount) as follows from ({_OWN}) as own
            where asset = 'USD' and kind in ('dividend')
            group by account_id, epoch
        ) as f using (account_id, epoch) {_DIFFERING}
    """,
    Check.REALISED: f"""
        select account_id as "of", asset, kept, follows from (
            select account_id, epoch, symbol as asset, realised as kept from positions
        ) as k full join (
            select account_id, epoch, symbol as asset, sum(realised) as follows from trades
            group by account_id, epoch, symbol
        ) as f using (account_id, epoch, asset) {_DIFFERING} and not exists (
            select from bookings as b where b.kind = 'split'
            and b.account_id = coalesce(k.account_id, f.account_id)
            and b.epoch = coalesce(k.epoch, f.epoch)
        )
    """,
    Check.INTEREST: f"""
        select account_id || ' ' || epoch as "of", 'USD' as asset, kept, follows from (
            select account_id, epoch, interest as kept from accounts where not is_closed
            union all select account_id, epoch, interest from epochs
        ) as k full join (
            select account_id, epoch, -sum(amount) as follows from ({_OWN}) as own
            where asset = 'USD' and kind = 'interest' group by account_id, epoch
        ) as f using (account_id, epoch) {_DIFFERING}
    """,
    Check.COST: f"""
        select account_id || ' ' || epoch as "of", 'USD' as asset, kept, follows from (
            select account_id, epoch, cost - realised - dividends as kept from ({_EPOCHS}) as every
        ) as k full join (
            select account_id, epoch, -sum(amount) as follows from ({_OWN}) as own
            where asset = 'USD' and kind in ('fill', 'fee', 'split', 'dividend')
            group by account_id, epoch
        ) as f using (account_id, epoch) {_DIFFERING}
    """,
}
"""Fractions that a split sold have earned something without a trade: ``COST`` sees that too."""


async def differences(connection: AsyncConnection) -> AsyncGenerator[Difference]:
    """Everything that differs, check by check, as it is found."""
    for check, query in _QUERIES.items():
        streamed = await connection.stream(
            text(query), execution_options={"yield_per": ROWS_AT_ONCE}
        )
        async for row in streamed:
            kept, follows = row.kept or Decimal(0), row.follows or Decimal(0)
            yield Difference(check, str(row.of), row.asset, kept, follows)


async def extent(connection: AsyncConnection) -> Mapping[str, int]:
    """How much there is to look at."""
    found: dict[str, int] = {}
    for table in ("accounts", "bookings", "entries", "trades", "positions", "lots"):
        count = await connection.scalar(text(f'select count(*) from "{table}"'))
        found[table] = count or 0
    return found
