"""The numbers of an account's messages, how long they are kept, and who may resume."""

from uuid import UUID

import pytest

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
