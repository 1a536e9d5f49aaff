"""Everybody who is connected, and who hears what. Nothing here waits for a client."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from typing import TypeVar
from uuid import UUID

from stream.connections import metrics
from stream.connections.connection import Connection
from stream.domain import closing
from stream.domain.channels import ANY, Channel, Topic
from stream.domain.closing import Closing
from stream.domain.journal import Journal, Outcome
from stream.domain.latest import Board, Price
from stream.domain.messages import BadMessage, Position, Subscribe, Unsubscribe
from stream.domain.outlet import Lane
from stream.domain.recent import Recent
from stream.domain.visitor import Visitor
from vocabulary import AccountId, SessionId, UserId

CONNECTIONS_PER_USER_MAX = 10
REVOKED_SESSIONS = 50_000
"""So many are remembered: more than can be revoked while a ticket of one of them is still good."""
PATIENCE_SECONDS = 0.01
"""Under load clients are woken no sooner after the last time: what an order led to gathers, and is
one write. What comes after a pause is sent at once."""
Key = TypeVar("Key", bound=Hashable)
Index = defaultdict[Key, set[Connection]]


class Hub:
    """Connections by whose they are and by topic; the journal, and the board of prices."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.connections: set[Connection] = set()
        self._board = Board()
        self._by_account: Index[AccountId] = defaultdict(set)
        self._by_user: Index[UserId] = defaultdict(set)
        self._by_session: Index[SessionId] = defaultdict(set)
        self._by_topic: Index[Topic] = defaultdict(set)
        self._revoked = Recent(REVOKED_SESSIONS)
        self._told: set[Connection] = set()
        self._news = asyncio.Event()

    def enter(self, connection: Connection) -> None:
        """Count a connection in; nobody knows yet whose it is."""
        self.connections.add(connection)
        metrics.CONNECTIONS.inc()

    def leave(self, connection: Connection) -> None:
        """Forget a connection."""
        self.connections.discard(connection)
        metrics.CONNECTIONS.dec()
        for topic in connection.subscriptions.topics:
            _discard(self._by_topic, topic, connection)
        self._stop_following(connection)
        self._disown(connection)

    def observe(self, _prices: object) -> None:
        """Count what waits for clients."""
        waiting = Counter[Lane]()
        for connection in self.connections:
            waiting.update(connection.outlet.waiting())
        for lane in Lane:
            metrics.WAITING.labels(lane.value).set(waiting[lane])

    def admit(self, connection: Connection, visitor: Visitor) -> Closing | None:
        """Say whose a connection is, or whose it is from now on; or why it has to end."""
        if visitor.session_id in self._revoked:
            return closing.REVOKED
        self._disown(connection)
        if len(self._by_user.get(visitor.user_id, ())) >= CONNECTIONS_PER_USER_MAX:
            return closing.TOO_MANY
        connection.visitor = visitor
        self._by_user[visitor.user_id].add(connection)
        self._by_account[visitor.account_id].add(connection)
        self._by_session[visitor.session_id].add(connection)
        return None

    def revoke(self, session_id: SessionId) -> None:
        """End the connections of a session, and those for which it has a ticket already."""
        self._revoked.add(session_id)
        for connection in self._by_session.get(session_id, ()):
            connection.end(closing.REVOKED)

    def subscribe(
        self, connection: Connection, visitor: Visitor, wish: Subscribe, now: float
    ) -> Outcome | None:
        """Let a connection hear more; say how reading its private log began, if it began now.

        Raises:
            BadMessage: too many symbols, or it wants to go back in a log that it reads already.
        """
        subscriptions, outlet = connection.subscriptions, connection.outlet
        if wish.since and subscriptions.private:
            raise BadMessage("bad_since", "resume all private channels in the first message")
        for topic in subscriptions.add(wish):
            self._by_topic[topic].add(connection)
            for price in self._board.of(topic):
                connection.offer(price)
        if outlet.reader:
            outlet.reader.channels = subscriptions.private
        elif subscriptions.private:
            outlet.reader, outcome = self.journal.follow(
                visitor.account_id, subscriptions.private, wish.since, now
            )
            metrics.FOLLOWED[outcome].inc()
            return outcome
        return None

    def unsubscribe(self, connection: Connection, wish: Unsubscribe) -> None:
        """Let a connection hear less."""
        gone = connection.subscriptions.remove(wish)
        for topic in gone:
            _discard(self._by_topic, topic, connection)
        connection.outlet.prices.drop(gone)
        if not connection.subscriptions.private:
            self._stop_following(connection)
        elif connection.outlet.reader:
            connection.outlet.reader.channels = connection.subscriptions.private

    def tell(
        self,
        account_id: AccountId,
        event_id: UUID,
        channel: Channel,
        write: Callable[[Position], str],
        now: float,
    ) -> None:
        """Tell an account's owner, now or when they come back, what ``write`` makes of an event."""
        if not self.journal.record(account_id, event_id, channel, write, now):
            metrics.DUPLICATES.inc()
            return
        self._told.update(self._by_account.get(account_id, ()))
        self._news.set()

    async def pass_on(self) -> None:
        """Wake everybody who was told something, for ever."""
        while True:
            await self._news.wait()
            self._news.clear()
            told, self._told = self._told, set()
            for connection in told:
                connection.wake()
            await asyncio.sleep(PATIENCE_SECONDS)

    def show(self, price: Price) -> None:
        """Show everybody who listens a price."""
        self._board.show(price)
        some = self._by_topic.get(price.topic, set())
        everything = self._by_topic.get(Topic(price.topic.channel, ANY), set())
        for connection in some | everything if some and everything else some or everything:
            connection.offer(price)

    def _disown(self, connection: Connection) -> None:
        if visitor := connection.visitor:
            _discard(self._by_account, visitor.account_id, connection)
            _discard(self._by_user, visitor.user_id, connection)
            _discard(self._by_session, visitor.session_id, connection)
            connection.visitor = None

    def _stop_following(self, connection: Connection) -> None:
        if reader := connection.outlet.reader:
            self.journal.leave(reader)
            connection.outlet.reader = None


def _discard(index: Index[Key], key: Key, connection: Connection) -> None:
    index[key].discard(connection)
    if not index[key]:
        del index[key]
