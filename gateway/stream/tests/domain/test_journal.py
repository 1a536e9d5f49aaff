"""Numbers and resume: no gap and no duplicate, or an explicit resync."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
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


def tell(journal: Journal, *numbers: int, account: AccountId = ALICE, now: float = 0) -> None:
    for number in numbers:
        identity = UUID(int=account.int << 64 | number)
        journal.record(account, identity, ORDERS, lambda place, n=number: f"{place.seq}:{n}", now)


def drain(reader: Reader) -> list[str]:
    taken: list[str] = []
    while entry := reader.next():
        taken.append(entry.text)
    return taken


def test_numbers_grow_by_one_over_both_channels_and_repeats_have_none() -> None:
    journal = Journal("e")
    reader, outcome = journal.follow(ALICE, PRIVATE, None, 0)
    for number, channel in [(1, ORDERS), (2, PORTFOLIO), (1, ORDERS), (3, ORDERS)]:
        is_new = journal.record(ALICE, UUID(int=number), channel, lambda at: str(at.seq), 0)
        assert is_new == (number not in (1,) or reader.log.last == 1)

    assert outcome is Outcome.FRESH
    assert drain(reader) == ["1", "2", "3"]


def test_one_channel_has_the_numbers_of_both() -> None:
    journal = Journal("e")
    reader, _ = journal.follow(ALICE, frozenset({PORTFOLIO}), None, 0)
    for number, channel in enumerate([ORDERS, PORTFOLIO, ORDERS]):
        journal.record(ALICE, UUID(int=number), channel, lambda at: str(at.seq), 0)

    assert drain(reader) == ["2"]
    assert reader.position == Position(reader.log.epoch, 3)


def test_a_client_that_comes_back_gets_what_it_missed() -> None:
    journal = Journal("e")
    reader, _ = journal.follow(ALICE, PRIVATE, None, 0)
    tell(journal, 10, 11)
    assert drain(reader) == ["1:10", "2:11"]
    journal.leave(reader)
    tell(journal, 12, 13)

    reader, outcome = journal.follow(ALICE, PRIVATE, reader.position, 0)

    tell(journal, 14)
    assert outcome is Outcome.RESUMED
    assert drain(reader) == ["3:12", "4:13", "5:14"]


@pytest.mark.parametrize(
    ("epoch", "seq", "outcome"),
    [
        ("e.1", 2, Outcome.LOST),
        ("e.1", 3, Outcome.RESUMED),
        ("e.1", 6, Outcome.RESUMED),
        ("e.1", 7, Outcome.LOST),
        ("e.2", 6, Outcome.LOST),
        ("", 6, Outcome.LOST),
    ],
)
def test_resume_is_exact_or_not_at_all(epoch: str, seq: int, outcome: Outcome) -> None:
    journal = Journal("e", Limits(entries=3))
    tell(journal, 1, 2, 3, 4, 5, 6)

    reader, actual = journal.follow(ALICE, PRIVATE, Position(epoch, seq), 0)

    assert actual is outcome
    assert len(drain(reader)) == (6 - seq if outcome is Outcome.RESUMED else 0)


def test_a_client_that_is_too_slow_for_the_log_is_behind() -> None:
    journal = Journal("e", Limits(entries=3))
    reader, _ = journal.follow(ALICE, PRIVATE, None, 0)
    tell(journal, 1, 2, 3, 4)

    with pytest.raises(Behind):
        reader.next()


def test_what_is_older_than_fifteen_minutes_is_forgotten() -> None:
    journal = Journal("e")
    tell(journal, 1, now=0)
    tell(journal, 2, now=600)
    tell(journal, 3, now=900)

    assert journal.follow(ALICE, PRIVATE, Position("e.1", 0), 900)[1] is Outcome.LOST
    assert journal.follow(ALICE, PRIVATE, Position("e.1", 1), 900)[1] is Outcome.RESUMED


def test_a_quiet_account_is_forgotten_unless_somebody_listens() -> None:
    journal = Journal("e")
    tell(journal, 1, account=ALICE)
    tell(journal, 1, account=BOB)
    reader, _ = journal.follow(BOB, PRIVATE, None, 0)

    journal.expire(901)
    tell(journal, 2, account=BOB, now=902)
    tell(journal, 2, account=ALICE, now=902)

    assert drain(reader) == ["2:2"]
    assert journal.follow(ALICE, PRIVATE, None, 902)[0].position == Position("e.3", 1)


def test_all_accounts_together_are_bounded_and_the_quietest_makes_room() -> None:
    journal = Journal("e", Limits(characters=4_000))
    first, _ = journal.follow(ALICE, PRIVATE, None, 0)
    for account in (ALICE, BOB, CAROL):
        tell(journal, 1, 2, account=account)

    with pytest.raises(Behind):
        first.next()
    assert journal.follow(CAROL, PRIVATE, Position("e.3", 0), 0)[1] is Outcome.RESUMED


def test_logs_that_are_read_survive_even_without_room() -> None:
    journal = Journal("e", Limits(characters=10))
    reader, _ = journal.follow(ALICE, PRIVATE, None, 0)

    tell(journal, 1, 2)

    assert reader.log.last == 2
    with pytest.raises(Behind):
        reader.next()


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
