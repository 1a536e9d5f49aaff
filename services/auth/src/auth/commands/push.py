"""Which devices are notified while no terminal is open."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from auth.commands.callers import lock_callers
from auth.domain.push import SUBSCRIPTIONS_MAX, Subscription
from auth.repository import push as stored
from chassis.commands import Command
from chassis.errors import Conflict
from chassis.tokens import Principal
from chassis.transaction import Transaction
from vocabulary import SessionId


class TooManyDevices(Conflict):
    """As many devices of the user are notified as may be."""

    code = "too_many_devices"


@dataclass(frozen=True, slots=True)
class Subscribing:
    """Somebody wants to be notified where they are signed in."""

    who: Principal
    subscription: Subscription

    @property
    def now(self) -> datetime:
        """When they want it."""
        return self.subscription.created_at


async def subscribe(
    tx: Transaction, commands: Sequence[Command[Subscribing]]
) -> Sequence[Exception | None]:
    """Notify sessions, each in one place. Doing it again changes nothing.

    Raises:
        NotSignedIn: (as an answer) the caller was shut out a moment ago.
        TooManyDevices: (as an answer) as many of theirs are notified as may be.
    """
    callers = await lock_callers(tx, [one.wish for one in commands])
    now = max(one.wish.now for one in commands)
    count = Counter(await stored.count_subscriptions(tx.connection, callers.users, now))
    session_ids = [one.wish.who.session_id for one in commands]
    known = set(await stored.find_subscriptions(tx.connection, session_ids))
    answers: list[Exception | None] = []
    for one in commands:
        wanted = one.wish.subscription
        refusal: Exception | None = callers.refusal(one.wish)
        is_new = wanted.session_id not in known
        if refusal is None and is_new and count[wanted.user_id] >= SUBSCRIPTIONS_MAX:
            refusal = TooManyDevices(f"{SUBSCRIPTIONS_MAX} of your devices are notified already")
        if refusal is None:
            await stored.store_subscription(tx.connection, wanted)
            count[wanted.user_id] += is_new
            known.add(wanted.session_id)
        answers.append(refusal)
    return answers


async def unsubscribe(tx: Transaction, commands: Sequence[Command[SessionId]]) -> Sequence[None]:
    """Notify sessions no more; those that are not notified anyway stay so."""
    await stored.delete_subscriptions(tx.connection, [one.wish for one in commands])
    return [None] * len(commands)
