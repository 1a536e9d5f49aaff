"""Every strip once, in order, and no gap unnoticed: the rules, before there is any broker."""

import json
from collections.abc import Iterable
from uuid import uuid4

import pytest
from proving.tapes import Writer

from bus.tape import Bookmark, Reel, TapeLost, UnreadableTape, decode_tape, encode_tape
from events import TapeWritten
from events.examples import EXAMPLES

EXAMPLE = EXAMPLES[TapeWritten.name]


def read(reel: Reel, arriving: Iterable[tuple[int, TapeWritten]]) -> list[tuple[int, bool]]:
    """The offsets of what is new, and whether it is torn."""
    strips = [reel.take(offset, written) for offset, written in arriving]
    return [(strip.offset, strip.is_torn) for strip in strips if strip is not None]


def test_a_strip_arrives_as_it_was_written() -> None:
    assert isinstance(EXAMPLE, TapeWritten)
    assert decode_tape(encode_tape(EXAMPLE)) == EXAMPLE


@pytest.mark.parametrize(
    "changed",
    [{"run": "one"}, {"run": None}, {"number": "1"}, {"time": 1.5}, {"complete": 1}, {"items": {}}],
)
def test_another_shape_is_refused(changed: dict[str, object]) -> None:
    whole = json.loads(EXAMPLE.model_dump_json())
    missing = {name: value for name, value in whole.items() if name not in changed}

    for body in (json.dumps(whole | changed), json.dumps(missing), "[]", "1", "", "\xff"):
        with pytest.raises(UnreadableTape):
            decode_tape(body.encode())


def test_what_is_written_in_order_is_read_in_order() -> None:
    strips = Writer().strips(5)

    assert read(Reel(), enumerate(strips)) == [(number, False) for number in range(5)]


def test_who_comes_later_is_told_that_something_went_before() -> None:
    assert read(Reel(), [(7, Writer().strips(8)[7])]) == [(7, True)]


def test_what_is_written_twice_is_read_once() -> None:
    one, two, three = Writer().strips(3)

    assert read(Reel(), enumerate([one, one, two, one, two, three])) == [
        (0, False),
        (2, False),
        (5, False),
    ]


def test_a_number_that_is_left_out_is_a_tear() -> None:
    writer = Writer()

    assert read(Reel(), enumerate([writer.strip(), writer.strip(skip=1), writer.strip()])) == [
        (0, False),
        (1, True),
        (2, False),
    ]


def test_offsets_that_were_not_kept_are_a_tear() -> None:
    one, two, *_, last = Writer().strips(9)

    assert read(Reel(), [(0, one), (1, two), (8, last)]) == [(0, False), (1, False), (8, True)]


def test_a_new_process_takes_over_and_the_old_one_is_not_listened_to_any_more() -> None:
    old, new = Writer(), Writer()
    before, late, first, second = old.strip(), old.strip(), new.strip(), new.strip()

    assert read(Reel(), enumerate([before, first, late, second])) == [
        (0, False),
        (1, False),
        (3, False),
    ]


def test_a_new_process_whose_beginning_was_not_kept_takes_over_too() -> None:
    old, new = Writer(), Writer()
    new.strip()

    assert read(Reel(), enumerate([old.strip(), new.strip(), new.strip()])) == [
        (0, False),
        (1, True),
        (2, False),
    ]


def test_a_bookmark_is_where_it_goes_on() -> None:
    strips = Writer().strips(5)
    begun = Reel()
    kept = [begun.take(number, one) for number, one in enumerate(strips[:3])][2]
    assert kept is not None

    assert read(Reel(kept.bookmark), [(2, strips[2]), (3, strips[3])]) == [(2, False), (3, False)]


def test_a_bookmark_that_was_not_kept_leaves_a_tear() -> None:
    strips = Writer().strips(9)

    reel = Reel(Bookmark(2, strips[2].run, 3))

    assert read(reel, [(7, strips[7]), (8, strips[8])]) == [(7, True), (8, False)]


def test_a_connection_that_begins_again_repeats_what_was_read_last() -> None:
    one, two = Writer().strips(2)

    assert read(Reel(), [(0, one), (0, one), (1, two)]) == [(0, False), (1, False)]


@pytest.mark.parametrize("offset", [1, 2])
def test_another_strip_in_its_place_means_that_all_is_lost(offset: int) -> None:
    strips, other = Writer().strips(3), Writer()
    reel = Reel(Bookmark(2, uuid4(), 3))

    with pytest.raises(TapeLost):
        reel.take(offset, strips[offset])
    reel.begin_anew()

    assert read(reel, [(0, other.strip()), (1, other.strip())]) == [(0, True), (1, False)]
