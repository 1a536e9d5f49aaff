"""What is found by what somebody typed."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data.domain.search import Entry, Match, SearchIndex
from market_data.domain.spelling import Spelling
from vocabulary import Symbol

ENTRIES = [
    Entry(Symbol(symbol), *names.split("|"))
    for symbol, names in {
        "AAPL": "Apple Inc.",
        "MSFT": "Microsoft Corp.",
        "MU": "Micron Technology Inc.",
        "AMD": "Advanced Micro Devices Inc.",
        "BRK.B": "Berkshire Hathaway Inc. Class B",
        "BAC": "Bank of America Corp.",
        "BK": "Bank of New York Mellon Corp.",
        "APLE": "Apple Hospitality REIT Inc.",
        "APP": "AppLovin Corp.",
        "EL": "Estée Lauder Companies Inc.",
        "DKS": "Dick's Sporting Goods Inc.",
        "BTCUSD": "Bitcoin",
        "OF": "Of The And Co.",
        "GOOGL": "Alphabet Inc.|Google",
        "SPY": "SPDR S&P 500 ETF Trust",
    }.items()
]
INDEX = SearchIndex(ENTRIES)


def found(query: str, limit: int = 10) -> str:
    return " ".join(hit.symbol for hit in INDEX.find(query, limit))


def matches(query: str) -> Sequence[tuple[str, Match]]:
    return INDEX.find(query, 10)


@pytest.mark.parametrize(
    ("query", "symbols"),
    [
        ("aapl", "AAPL"),
        ("ap", "AAPL APLE APP"),
        ("app", "APP AAPL APLE"),
        ("bank of am", "BAC"),
        ("micro soft", "MSFT"),
        ("google", "GOOGL"),
        ("goog", "GOOGL"),
        ("sp500", "SPY"),
        ("sp 500", "SPY"),
        ("s&p 500", "SPY"),
        ("s p 500", "SPY"),
        ("apple", "AAPL APLE"),
        ("apple hosp", "APLE"),
        ("hospitality apple", "APLE"),
        ("micro", "MSFT MU AMD"),
        ("devices", "AMD"),
        ("bank of america", "BAC"),
        ("bank", "BAC BK"),
        ("brk.b", "BRK.B"),
        ("BRK-B", "BRK.B"),
        ("brkb", "BRK.B"),
        ("BTC/USD", "BTCUSD"),
        ("estee", "EL"),
        ("ESTÉE", "EL"),
        ("dicks", "DKS"),
        ("dick's", "DKS"),
        ("apple inc.", "AAPL APLE"),
        ("the", "OF"),
        ("", ""),
        (" %/ ", ""),
        ("zzz", ""),
        ("zz", ""),
    ],
)
def test_the_best_match_comes_first(query: str, symbols: str) -> None:
    assert found(query) == symbols


@pytest.mark.parametrize(
    ("query", "symbol", "mistake"),
    [
        ("mircosoft", "MSFT", "two letters swapped"),
        ("microsft", "MSFT", "one missing"),
        ("micrrosoft", "MSFT", "one too many"),
        ("nicrosoft", "MSFT", "the first one wrong"),
        ("micrasoft", "MSFT", "one wrong"),
        ("micrasft", "MSFT", "two mistakes in a long word"),
        ("hatahwya", "BRK.B", "twice two letters swapped"),
        ("microsoftt", "MSFT", "one too many at the end"),
        ("bitc0in", "BTCUSD", "a digit"),
        ("mirc", "MSFT", "while it is still being typed"),
        ("mirco", "MSFT", "in how a name begins, rather than in a word of another"),
        ("berkshir hatheway", "BRK.B", "in the second word only"),
        ("amercia bank", "BAC", "in the first word only"),
        ("appel hospitality", "APLE", "in a word that others share"),
        ("MSTF", "MSFT", "in a symbol"),
    ],
)
def test_a_mistake_is_forgiven(query: str, symbol: str, mistake: str) -> None:
    hits = INDEX.find(query, 10)

    assert hits, mistake
    assert hits[0].symbol == symbol
    assert hits[0].match is Match.SIMILAR


def test_it_is_said_why_something_was_found() -> None:
    assert matches("app") == [
        ("APP", Match.SYMBOL),
        ("AAPL", Match.BEGINNING),
        ("APLE", Match.BEGINNING),
    ]
    assert matches("apl") == [("APLE", Match.BEGINNING)]
    assert matches("bitcoin") == [("BTCUSD", Match.FULL_NAME)]
    assert matches("google") == [("GOOGL", Match.FULL_NAME)]
    assert matches("devices") == [("AMD", Match.NAME)]
    assert matches("dev") == [("AMD", Match.NAME_PREFIX)]


def test_who_found_what_was_named_is_shown_nothing_similar() -> None:
    assert found("mu") == "MU"
    assert found("apple") == "AAPL APLE"


def test_no_more_are_shown_than_are_wanted() -> None:
    assert found("bank", 1) == "BAC"
    assert found("ap", 2) == "AAPL APLE"


def test_only_what_is_wanted_is_found() -> None:
    among = {Symbol("APLE"), Symbol("MU")}

    assert [hit.symbol for hit in INDEX.find("apple", 10, among)] == ["APLE"]
    assert [hit.symbol for hit in INDEX.find("bank", 10, among)] == []


def test_short_and_long_words_are_forgiven_less_and_more() -> None:
    spelling = Spelling(["ford", "international"])

    assert spelling.near("fo") == frozenset()
    assert spelling.near("frd") >= {"ford"}
    assert spelling.near("intrenational") == {"international"}
    assert spelling.near("intrenatoinal") == {"international"}
    assert spelling.near("fodr") >= {"ford"}
    assert spelling.near("fxxd") == frozenset()


@given(st.text(max_size=50))
def test_whatever_is_typed_there_is_an_answer(query: str) -> None:
    hits = INDEX.find(query, 5)

    assert len(hits) == len({hit.symbol for hit in hits}) <= 5
    ranks = [list(Match).index(hit.match) for hit in hits]
    assert ranks == sorted(ranks)


@given(st.sampled_from(ENTRIES))
def test_everything_is_found_by_its_symbol_and_by_its_name(entry: Entry) -> None:
    assert INDEX.find(entry.symbol, 1) == [(entry.symbol, Match.SYMBOL)]
    assert entry.symbol in found(entry.name)
    assert entry.other_name == "" or entry.symbol in found(entry.other_name)


WORDS = st.text("abc", min_size=3, max_size=8)


@given(st.lists(WORDS, min_size=1), st.data())
def test_every_single_mistake_after_the_first_letter_is_forgiven(
    words: list[str], data: st.DataObject
) -> None:
    meant = data.draw(st.sampled_from(words))
    place = data.draw(st.integers(1, len(meant) - 1))
    letter = data.draw(st.sampled_from("abcx"))
    swapped = meant[: place - 1] + meant[place] + meant[place - 1] + meant[place + 1 :]
    typed = data.draw(
        st.sampled_from(
            [
                meant[:place] + letter + meant[place:],
                meant[:place] + letter + meant[place + 1 :],
                meant[:place] + meant[place + 1 :],
                swapped if place > 1 else meant,
            ]
        )
    )

    near = Spelling(words).near(typed)

    assert len(typed) < 3 or any(meant.startswith(known) for known in near)
