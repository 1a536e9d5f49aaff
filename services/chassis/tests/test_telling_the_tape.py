"""When a tape is told, and when what it has changed is stored."""

from time import sleep

import pytest
from proving.following import Following

from bus.tape import Strip
from chassis import tape_runner

pytestmark = pytest.mark.real


async def test_nothing_is_stored_without_its_place_while_the_tape_is_read_again(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = following.notes
    async with following.leading() as connection:
        notes.is_urgent = True
        await following.write(2)
        await following.runner.step(connection)

    monkeypatch.setattr(tape_runner, "STRIPS_AT_ONCE", 1)
    async with following.leading() as connection:
        notes.saves.clear()
        notes.is_urgent = True
        for _ in range(3):
            await following.runner.step(connection)

    assert [one and one.offset for one in notes.saves] == [2]


async def test_long_strips_do_not_keep_the_process_from_other_things(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes, tell = following.notes, following.notes.tell

    def tell_slowly(strip: Strip) -> None:
        sleep(0.007)
        tell(strip)

    monkeypatch.setattr(notes, "tell", tell_slowly)
    async with following.leading() as connection:
        await following.write(20)
        assert 1 <= await following.runner.step(connection) <= 2
        while len(notes.told) < 21:
            await following.runner.step(connection)

    assert notes.told == [*range(21)]
