"""What companies do to their shares, for who holds them."""

from collections.abc import Iterable, Iterator

from bus.handlers import Handlers, Occurrence
from events import (
    CorporateActionAnnounced,
    CorporateActionDue,
    CorporateActionEffective,
    DividendAccrued,
    DividendDue,
    DividendPaid,
    Event,
    PortfolioUpdated,
    PositionChanged,
    PositionSplit,
)
from portfolio.domain.account import Account
from portfolio.domain.actions import NOTHING, Action, pay_time
from portfolio.domain.company import Company
from portfolio.domain.entitlements import Deed, Done, Paid, pay, take_effect
from portfolio.handlers.registry import handlers

companies = Handlers[Company](key="symbol")


@companies.on(CorporateActionAnnounced)
def note(company: Company, said: CorporateActionAnnounced) -> Iterator[Event]:
    """Know of an action before its time; not of one that was over before anybody knew of it."""
    if said.effective_at is not None:
        company.note(
            Action(
                action_id=said.action_id,
                symbol=said.symbol,
                kind=said.kind,
                effective_at=said.effective_at,
                new_shares=said.new_shares,
                old_shares=said.old_shares,
                amount=said.cash,
                pays_at=pay_time(said.pay_date),
            )
        )
    yield from ()


@companies.on_occurrences(CorporateActionEffective)
def note_effective(company: Company, occurrence: Occurrence) -> Iterator[Event]:
    """Market time has come: holders are told one by one, by whoever watches over them."""
    said: CorporateActionEffective = occurrence.data
    company.note(
        Action(
            action_id=said.action_id,
            symbol=said.symbol,
            kind=said.kind,
            effective_at=said.market_time,
            new_shares=said.new_shares,
            old_shares=said.old_shares,
            last_price=said.last_price,
            amount=said.cash,
            pays_at=pay_time(said.pay_date),
            said_at=occurrence.time,
        )
    )
    yield from ()


@handlers.on(CorporateActionDue)
def take_part(account: Account, due: CorporateActionDue) -> Iterator[Event]:
    """Do to the account's shares what the company does; being told twice changes nothing.

    Nor does being told before this process knows of it: the account is told again.
    """
    action = account.claims.actions.find(due.action_id, due.symbol)
    if action is not None:
        yield from told(account, take_effect(account, action))


@handlers.on(DividendDue)
def pay_dividend(account: Account, due: DividendDue) -> Iterator[Event]:
    """Pay what was promised; being told twice changes nothing."""
    yield from told(account, pay(account, due.action_id, due.market_time))


def told(account: Account, deeds: Iterable[Deed]) -> Iterator[Event]:
    """What is said of what was done to an account, while it is being done."""
    for deed in deeds:
        if isinstance(deed, Paid):
            yield _paid(account, deed)
        elif deed.action.is_split:
            yield from _split(account, deed)
        else:
            yield _accrued(account, deed)


def _split(account: Account, done: Done) -> Iterator[Event]:
    action, position = done.action, account.positions[done.action.symbol]
    yield PositionSplit.model_validate(
        {
            "account_id": account.account_id,
            "action_id": action.action_id,
            "symbol": action.symbol,
            "market_time": action.effective_at,
            "booking_id": done.booking_id,
            "new_shares": action.new_shares,
            "old_shares": action.old_shares,
            "added": done.effect.left,
            "cash_in_lieu": done.effect.cash,
            "sold": done.effect.sold,
            "realised": done.realised,
            "fill_id": done.fill_id,
            "quantity": position.quantity,
            "cost": position.cost,
            "cash": account.cash,
            "epoch": account.epoch,
            "said_at": action.said_at,
        }
    )
    if done.effect == NOTHING:
        return
    yield PositionChanged(
        account_id=account.account_id,
        symbol=position.symbol,
        quantity=position.quantity,
        cost=position.cost,
        average_price=position.average_price,
        epoch=account.epoch,
        market_time=action.effective_at,
    )
    if done.effect.cash:
        yield PortfolioUpdated(account_id=account.account_id, cash=account.cash)


def _accrued(account: Account, done: Done) -> DividendAccrued:
    action = done.action
    return DividendAccrued(
        account_id=account.account_id,
        action_id=action.action_id,
        symbol=action.symbol,
        market_time=action.effective_at,
        booking_id=done.booking_id,
        shares=done.shares,
        amount=done.effect.cash,
        cash=account.cash,
        pays_at=action.pays_at or action.effective_at,
    )


def _paid(account: Account, paid: Paid) -> DividendPaid:
    action = paid.action
    return DividendPaid(
        account_id=account.account_id,
        action_id=action.action_id,
        symbol=action.symbol,
        market_time=action.pays_at or action.effective_at,
        booking_id=paid.booking_id,
        amount=paid.amount,
        cash=account.cash,
    )
