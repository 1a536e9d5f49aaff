"""What happens to accounts besides trading, as rows of tables."""

from collections.abc import Collection, Sequence

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import Change, Row, inserted, updated, upserted
from portfolio.domain.account import Account
from portfolio.domain.life import Ended, Outcome, Winding
from portfolio.repository.rows import balance, opened
from portfolio.tables import accounts, epochs, transfers, windings


def changes_of_lives(changed: Collection[Account]) -> Sequence[Change]:
    """What becomes of accounts that are about to be saved, for ``write``."""
    new = [opened(each, each.news.terms) for each in changed if each.news.terms is not None]
    known = [balance(each) for each in changed if each.news.terms is None and each.bookings]
    ended = [_ended(each, one) for each in changed for one in each.news.ended]
    outcomes = [_outcome(one) for each in changed for one in each.news.outcomes]
    asked = [{"transfer_id": one, "is_asked": True} for each in changed for one in each.news.asked]
    wound = [_winding(each, one) for each in changed for one in each.news.windings.values()]
    return (
        inserted(accounts, new),
        updated(accounts, known),
        inserted(epochs, ended),
        updated(transfers, asked),
        updated(transfers, outcomes),
        upserted(windings, wound),
    )


async def forget_names(connection: AsyncConnection, changed: Collection[Account]) -> None:
    """Leave nothing of what people who left called their accounts."""
    if gone := sorted(each.account_id for each in changed if each.news.is_forgotten):
        theirs = accounts.c.account_id.in_(gone)
        await connection.execute(update(accounts).where(theirs).values(name=""))


def _ended(account: Account, ended: Ended) -> Row:
    return {
        "account_id": account.account_id,
        "epoch": ended.epoch,
        "paid_in": ended.paid_in,
        "cash": ended.cash,
        "invested": ended.invested,
        "realised": ended.realised,
        "fees": ended.fees,
        "dividends": ended.dividends,
        "interest": ended.interest,
        "market_time": ended.market_time,
    }


def _outcome(outcome: Outcome) -> Row:
    return outcome._asdict() | {"is_asked": False}


def _winding(account: Account, winding: Winding) -> Row:
    return {
        "winding_id": winding.winding_id,
        "account_id": account.account_id,
        "purpose": winding.purpose,
        "cash": winding.cash,
        "market_time": winding.market_time,
        "rests_after": winding.rests_after,
        "state": winding.state,
    }
