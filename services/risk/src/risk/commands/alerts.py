"""Setting alerts about prices, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.commands import Command
from chassis.errors import Conflict, Unprocessable
from chassis.transaction import Transaction
from risk.domain.alerts import Alert, AlertKey
from risk.repository import alerts as stored
from vocabulary import AccountId, AlertKind, Price, Symbol

ALERTS_MAX = 200


class NoMiddle(Unprocessable):
    """Nobody can wait for a price to move that nobody has named."""

    code = "no_quote"


class LevelReached(Unprocessable):
    """The price is at the level that it should cross."""

    code = "level_reached"


class TooManyAlerts(Conflict):
    """The account has as many alerts as any may have."""

    code = "too_many_alerts"


@dataclass(frozen=True, slots=True)
class AlertWish:
    """An alert that somebody wants, and the price now, if there is one."""

    account_id: AccountId
    alert_id: UUID
    symbol: Symbol
    kind: AlertKind
    level: Decimal
    repeats: bool
    price: Price | None
    at: datetime

    @property
    def key(self) -> AlertKey:
        """Which alert of which account."""
        return self.account_id, self.alert_id


async def set_alerts(
    tx: Transaction, commands: Sequence[Command[AlertWish]]
) -> Sequence[Alert | Exception]:
    """Store alerts, each in place of what it was before: it watches anew, from the price of now.

    Raises:
        NoMiddle: (as an answer) the symbol has no price of both sides now.
        LevelReached: (as an answer) the price is at the level already.
        TooManyAlerts: (as an answer) the account has two hundred.
    """
    wishes = [one.wish for one in commands]
    known = await stored.lock_alerts(tx.connection, [wish.key for wish in wishes])
    count = await stored.count_alerts(tx.connection, {wish.account_id for wish in wishes})
    answers: list[Alert | Exception] = []
    for wish in wishes:
        before = known.get(wish.key)
        answer = _answer(wish, before, count[wish.account_id])
        answers.append(answer)
        if isinstance(answer, Alert):
            count[wish.account_id] += before is None
            known[wish.key] = answer
    made = [one for one in answers if isinstance(one, Alert)]
    await stored.put_alerts(tx.connection, made)
    return answers


async def remove_alerts(tx: Transaction, commands: Sequence[Command[AlertKey]]) -> Sequence[None]:
    """Forget alerts. To forget one that is not there does no harm."""
    await stored.remove_alerts(tx.connection, [one.wish for one in commands])
    return [None] * len(commands)


def _answer(wish: AlertWish, before: Alert | None, count: int) -> Alert | Exception:
    if wish.price is None:
        return NoMiddle(f"nobody both bids and asks for {wish.symbol} now")
    if wish.kind is AlertKind.CROSSES and wish.price == wish.level:
        return LevelReached(f"{wish.symbol} is there already")
    if before is None and count >= ALERTS_MAX:
        return TooManyAlerts(f"{ALERTS_MAX} alerts are enough", alerts_max=ALERTS_MAX)
    return Alert(
        wish.account_id,
        wish.alert_id,
        wish.symbol,
        wish.kind,
        wish.level,
        wish.price,
        wish.repeats,
        wish.at,
        version=1 if before is None else before.version + 1,
    )
