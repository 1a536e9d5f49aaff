"""What one client listens to."""

from collections import defaultdict

from stream.domain.channels import ANY, BY_SYMBOL, PRIVATE, Channel, Topic
from stream.domain.messages import BadMessage, Subscribe, Unsubscribe
from vocabulary import Symbol

SYMBOLS_MAX = 500


class Subscriptions:
    """A set of private channels, and a set of topics."""

    def __init__(self) -> None:
        self.private: frozenset[Channel] = frozenset()
        self.topics: frozenset[Topic] = frozenset()

    def add(self, wish: Subscribe) -> frozenset[Topic]:
        """Listen to more; return the topics that are new.

        Raises:
            BadMessage: together it would be more than ``SYMBOLS_MAX`` symbols; nothing changed.
        """
        topics = _topics(wish.channels, wish.symbols) | self.topics
        if len({topic.symbol for topic in topics}) > SYMBOLS_MAX:
            raise BadMessage("too_many_symbols", f'at most {SYMBOLS_MAX}; ["*"] is all of them')
        added = topics - self.topics
        self.private |= wish.channels & PRIVATE
        self.topics = topics
        return added

    def remove(self, wish: Unsubscribe) -> frozenset[Topic]:
        """Listen to less; return the topics that are gone."""
        named = _topics(wish.channels, wish.symbols)
        gone = frozenset(
            topic
            for topic in self.topics
            if topic in named or (topic.channel in wish.channels and not wish.symbols)
        )
        self.private -= wish.channels
        self.topics -= gone
        return gone

    def described(self) -> dict[str, list[str]]:
        """Every channel listened to, and its symbols."""
        channels: defaultdict[str, list[str]] = defaultdict(list)
        for channel in sorted(self.private):
            channels[channel] = []
        for channel, symbol in sorted(self.topics):
            channels[channel] += [symbol] if channel in BY_SYMBOL else []
        return dict(channels)


def _topics(channels: frozenset[Channel], symbols: frozenset[Symbol]) -> frozenset[Topic]:
    clock = {Topic(Channel.CLOCK, ANY)} if Channel.CLOCK in channels else set[Topic]()
    priced = channels & BY_SYMBOL
    return frozenset(Topic(channel, symbol) for channel in priced for symbol in symbols) | clock
