"""Which ids were seen lately."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from stream.domain.recent import Recent


@given(st.lists(st.integers(0, 30), max_size=200), st.integers(1, 10))
def test_what_was_seen_lately_is_known_and_what_is_new_is_new(ids: list[int], size: int) -> None:
    recent = Recent(size)
    seen: list[int] = []
    for number in ids:
        was_known = UUID(int=number) in recent
        is_new = recent.add(UUID(int=number))

        assert was_known is not is_new
        assert UUID(int=number) in recent

        lately = list(dict.fromkeys(reversed(seen)))[:size]
        if number in lately:
            assert not is_new or seen.count(number) == 0
        if number not in seen:
            assert is_new
        if is_new:
            seen.append(number)


@given(st.integers(1, 50))
def test_memory_is_bounded(size: int) -> None:
    recent = Recent(size)
    for number in range(10 * size):
        recent.add(UUID(int=number))

    remembered = sum(not recent.add(UUID(int=number)) for number in range(9 * size, 10 * size))
    assert remembered == size
    assert recent.add(UUID(int=0))
