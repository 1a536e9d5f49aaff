"""Any interleaving of events and resumes: no gap and no duplicate, or an explicit resync."""

from dataclasses import dataclass, field
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from stream.domain.channels import PRIVATE, Channel
from stream.domain.journal import Journal, Limits, Outcome
from stream.domain.log import Behind, Reader
from stream.domain.messages import Position
from vocabulary import AccountId

ALICE, BOB, CAROL = (AccountId(UUID(int=number)) for number in (1, 2, 3))
ORDERS, PORTFOLIO = Channel.ORDERS, Channel.PORTFOLIO


@dataclass
class Client:
    """What a client knows, and what it should have been told since it last loaded everything."""

    account: AccountId
    channels: frozenset[Channel]
    reader: Reader | None = None
    position: Position | None = None
    received: list[str] = field(default_factory=list[str])
    loaded: int = 0


class Resume(RuleBasedStateMachine):
    """Any interleaving of events, repeats, pauses, disconnects, losses and resumes."""

    def __init__(self) -> None:
        super().__init__()
        self.journal = Journal("e", Limits(entries=4, seconds=10, characters=6_000))
        self.now = 0.0
        self.told: dict[AccountId, list[tuple[Channel, UUID]]] = {ALICE: [], BOB: [], CAROL: []}
        self.clients = [
            Client(ALICE, PRIVATE),
            Client(ALICE, frozenset({ORDERS})),
            Client(BOB, frozenset({PORTFOLIO})),
            Client(CAROL, PRIVATE),
        ]

    which = st.integers(0, 3)

    @rule(account=st.sampled_from([ALICE, BOB, CAROL]), channel=st.sampled_from([*PRIVATE]))
    def something_happens(self, account: AccountId, channel: Channel) -> None:
        identity = UUID(int=sum(len(events) for events in self.told.values()))
        assert self.journal.record(account, identity, channel, lambda _: str(identity), self.now)
        self.told[account].append((channel, identity))

    @precondition(lambda self: self.told[ALICE])
    @rule(data=st.data())
    def it_is_delivered_again(self, data: st.DataObject) -> None:
        channel, identity = data.draw(st.sampled_from(self.told[ALICE]))
        assert not self.journal.record(ALICE, identity, channel, lambda _: "repeated", self.now)

    @rule(which=which)
    def a_client_connects(self, which: int) -> None:
        client = self.clients[which]
        if client.reader:
            return
        client.reader, outcome = self.journal.follow(
            client.account, client.channels, client.position, self.now
        )
        if outcome is not Outcome.RESUMED:  # it loads everything over REST
            client.received.clear()
            client.loaded = len(self.told[client.account])
        client.position = client.reader.position

    @rule(which=which, number=st.integers(1, 5))
    def a_client_receives(self, which: int, number: int) -> None:
        client = self.clients[which]
        for _ in range(number if client.reader else 0):
            try:
                entry = client.reader.next() if client.reader else None
            except Behind:
                self.a_client_goes(which)
                return
            if entry and client.position:
                assert entry.seq > client.position.seq
                client.received.append(entry.text)
                client.position = Position(client.position.epoch, entry.seq)

    @rule(which=which)
    def a_message_is_lost_on_the_way_out(self, which: int) -> None:
        client = self.clients[which]
        try:
            entry = client.reader.next() if client.reader else None
        except Behind:
            entry = None
        if entry:
            self.a_client_goes(which)

    @rule(which=which)
    def a_heartbeat_tells_a_client_where_it_is(self, which: int) -> None:
        client = self.clients[which]
        if client.reader:
            client.position = client.reader.position

    @rule(which=which)
    def a_client_goes(self, which: int) -> None:
        client = self.clients[which]
        if client.reader:
            self.journal.leave(client.reader)
            client.reader = None

    @rule(seconds=st.floats(0.1, 12))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds
        self.journal.expire(self.now)

    @invariant()
    def nothing_is_missing_and_nothing_comes_twice(self) -> None:
        for client in self.clients:
            due = [
                str(identity)
                for channel, identity in self.told[client.account][client.loaded :]
                if channel in client.channels
            ]
            assert client.received == due[: len(client.received)]

    def teardown(self) -> None:
        """In the end every client that can resume has all of it."""
        for which, client in enumerate(self.clients):
            self.a_client_connects(which)
            self.a_client_receives(which, len(self.told[client.account]))
            if client.reader:
                due = [c for c, _ in self.told[client.account][client.loaded :]]
                assert len(client.received) == len([c for c in due if c in client.channels])


TestResume = Resume.TestCase
TestResume.settings = settings(max_examples=300, stateful_step_count=40, deadline=None)
