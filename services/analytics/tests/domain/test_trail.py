"""Whatever is done to an audit trail afterwards is found, and where it begins."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.domain.trail import (
    BEGINNING,
    Broken,
    Entry,
    Head,
    Inspection,
    Link,
    Trail,
    following,
)

IDS = st.uuids()
SOME = st.none() | IDS
MOMENTS = st.datetimes(timezones=st.just(UTC))
ENTRIES = st.builds(
    Entry,
    event_id=IDS,
    recorded_at=MOMENTS,
    action=st.sampled_from(["sign_in", "order_created"]),
    user_id=SOME,
    account_id=SOME,
    session_id=SOME,
    order_id=SOME,
    correlation_id=IDS,
    document=st.text(max_size=9).map(lambda text: "{" + text + "}"),
)
TRAILS = st.lists(ENTRIES, min_size=1, max_size=6)
OTHER_HASHES = st.binary(min_size=32, max_size=32)

ENTRY = Entry(
    event_id=UUID(int=1),
    recorded_at=datetime(2026, 1, 5, 9, 30, tzinfo=UTC),
    action="sign_in",
    user_id=UUID(int=2),
    account_id=None,
    session_id=UUID(int=3),
    order_id=None,
    correlation_id=UUID(int=4),
    document='{"action":"sign_in"}',
)


def chained(entries: Sequence[Entry]) -> list[Link]:
    trail = Trail()
    for entry in entries:
        trail.append(entry)
    return trail.fresh


def inspected(links: Sequence[Link], *noted: Head) -> Head:
    inspection = Inspection(dict(noted))
    for link in links:
        inspection.look_at(link)
    return inspection.finish()


def first_broken(links: Sequence[Link], *noted: Head) -> int:
    with pytest.raises(Broken) as broken:
        inspected(links, *noted)
    return broken.value.position


def head_of(links: Sequence[Link]) -> Head:
    return Head(links[-1].position, links[-1].hash)


def renumbered(links: Sequence[Link]) -> list[Link]:
    """As somebody would leave it who knows that positions have no gaps."""
    return [link._replace(position=number) for number, link in enumerate(links, start=1)]


def test_the_hash_covers_every_field_on_a_line_of_its_own() -> None:
    lines = [
        "00" * 32,
        "1",
        "00000000-0000-0000-0000-000000000001",
        "2026-01-05T09:30:00+00:00",
        "sign_in",
        "00000000-0000-0000-0000-000000000002",
        "",
        "00000000-0000-0000-0000-000000000003",
        "",
        "00000000-0000-0000-0000-000000000004",
        '{"action":"sign_in"}',
    ]

    link = following(BEGINNING, ENTRY)

    assert link.hash == sha256("\n".join(lines).encode()).digest()
    assert link[:2] == (1, BEGINNING.hash)


def test_it_is_the_moment_that_counts_and_not_how_it_is_written() -> None:
    elsewhere = ENTRY.recorded_at.astimezone(timezone(timedelta(hours=-5)))

    assert following(BEGINNING, ENTRY._replace(recorded_at=elsewhere)).hash == (
        following(BEGINNING, ENTRY).hash
    )


def test_a_trail_goes_on_where_it_was() -> None:
    entries = [ENTRY, ENTRY._replace(event_id=UUID(int=9)), ENTRY]
    first = Trail()
    first.append(entries[0])
    first.saved()
    assert first.fresh == []
    later = Trail(first.head)
    for entry in entries[1:]:
        later.append(entry)

    assert later.fresh == chained(entries)[1:]
    assert later.head == head_of(later.fresh)


@given(st.lists(ENTRIES, max_size=6))
def test_what_nobody_touched_is_whole(entries: list[Entry]) -> None:
    links = chained(entries)
    heads = [BEGINNING, *(Head(link.position, link.hash) for link in links)]

    assert inspected(links) == inspected(links, *heads) == heads[-1]
    assert heads[-1].position == len(entries)


@given(TRAILS, ENTRIES, st.data())
def test_a_changed_field_is_found_where_it_is(
    entries: list[Entry], other: Entry, data: st.DataObject
) -> None:
    links = chained(entries)
    changed = data.draw(st.sampled_from(links))
    field = data.draw(st.sampled_from(Entry._fields))
    entry = changed.entry._replace(**{field: getattr(other, field)})
    assume(entry != changed.entry)
    links[changed.position - 1] = changed._replace(entry=entry)

    assert first_broken(links) == changed.position


@given(TRAILS, OTHER_HASHES, st.sampled_from(["previous", "hash"]), st.data())
def test_a_changed_hash_is_found_where_it_is(
    entries: list[Entry], other: bytes, field: str, data: st.DataObject
) -> None:
    links = chained(entries)
    changed = data.draw(st.sampled_from(links))
    assume(getattr(changed, field) != other)
    links[changed.position - 1] = changed._replace(**{field: other})

    assert first_broken(links) == changed.position


@given(entries=TRAILS, closed=st.booleans(), data=st.data())
def test_a_hole_is_found_where_it_is_even_if_it_is_closed(
    *, entries: list[Entry], closed: bool, data: st.DataObject
) -> None:
    links = chained(entries)
    head = head_of(links)
    gone = data.draw(st.sampled_from(links))
    links.remove(gone)
    left = renumbered(links) if closed else links

    assert first_broken(left, head) == gone.position
    if gone.position <= len(links):
        assert first_broken(left) == gone.position


@given(TRAILS, st.data())
def test_an_end_that_was_cut_off_is_found_by_whoever_noted_the_head(
    entries: list[Entry], data: st.DataObject
) -> None:
    links, left = chained(entries), data.draw(st.integers(0, len(entries) - 1))

    assert inspected(links[:left]).position == left
    assert first_broken(links[:left], head_of(links)) == left + 1


@given(
    entries=st.lists(ENTRIES, min_size=2, max_size=6, unique=True),
    numbered_anew=st.booleans(),
    data=st.data(),
)
def test_two_that_changed_places_are_found_at_the_first(
    *, entries: list[Entry], numbered_anew: bool, data: st.DataObject
) -> None:
    links = chained(entries)
    other = data.draw(st.integers(1, len(links) - 1))
    one = data.draw(st.integers(0, other - 1))
    links[one], links[other] = links[other], links[one]

    assert first_broken(renumbered(links) if numbered_anew else links) == one + 1


@given(TRAILS, ENTRIES, st.data())
def test_one_that_was_slipped_in_is_found_there(
    entries: list[Entry], forged: Entry, data: st.DataObject
) -> None:
    links, after = chained(entries), data.draw(st.integers(0, len(entries) - 1))
    copy = Link(after + 1, *data.draw(st.sampled_from(links))[1:3], forged)
    assume(following(_head_before(links, after), forged).hash != copy.hash)

    assert first_broken(renumbered([*links[:after], copy, *links[after:]])) == after + 1


@given(TRAILS, ENTRIES, st.data())
def test_one_that_was_slipped_in_with_a_fitting_hash_is_found_by_the_next(
    entries: list[Entry], forged: Entry, data: st.DataObject
) -> None:
    links, after = chained(entries), data.draw(st.integers(0, len(entries) - 1))
    fitting = following(_head_before(links, after), forged)

    assert first_broken(renumbered([*links[:after], fitting, *links[after:]])) == after + 2


@given(TRAILS, ENTRIES, st.data())
def test_a_trail_that_was_written_anew_is_found_by_whoever_noted_the_head(
    entries: list[Entry], other: Entry, data: st.DataObject
) -> None:
    head = head_of(chained(entries))
    changed = data.draw(st.integers(0, len(entries) - 1))
    assume(entries[changed] != other)
    forged = chained([*entries[:changed], other, *entries[changed + 1 :]])

    assert inspected(forged).position == head.position
    assert first_broken(forged, head) == head.position


def test_a_head_is_written_as_it_is_read() -> None:
    head = head_of(chained([ENTRY]))

    assert Head.read(head.text) == head
    assert head.text == f"1:{head.hash.hex()}"


@pytest.mark.parametrize("text", ["", "1", "1:", "1:zz", "x:" + "0" * 64, "-1:" + "0" * 64, "1:00"])
def test_anything_else_is_no_head(text: str) -> None:
    with pytest.raises(ValueError, match="a head is POSITION:HASH"):
        Head.read(text)


def _head_before(links: Sequence[Link], index: int) -> Head:
    return head_of(links[:index]) if index else BEGINNING
