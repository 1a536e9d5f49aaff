"""What is found by how it begins."""

from hypothesis import given
from hypothesis import strategies as st

from market_data.domain.prefixes import Prefixes

TEXT = st.text("ab", min_size=1, max_size=5)
TEXTS = st.dictionaries(TEXT, st.sets(st.integers(0, 50), min_size=1), max_size=20)


@given(TEXTS, TEXT)
def test_all_that_begins_so_is_found_in_order(texts: dict[str, set[int]], beginning: str) -> None:
    prefixes = Prefixes(texts)
    expected = {n for text, some in texts.items() if text.startswith(beginning) for n in some}

    assert list(prefixes.beginning(beginning)) == sorted(expected)
    assert prefixes.beginning_with_any([beginning, beginning + "a"]) == expected
    assert list(prefixes.whole(beginning)) == sorted(texts.get(beginning, ()))


@given(TEXTS)
def test_nothing_begins_with_nothing(texts: dict[str, set[int]]) -> None:
    assert not Prefixes(texts).beginning("")
