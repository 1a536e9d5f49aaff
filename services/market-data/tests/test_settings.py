"""What the environment may say, and what it may not."""

from math import inf

import pytest

from chassis.settings import Misconfigured
from market_data.settings import MarketDataSettings


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("MARKET_DATA_PORT", "8102")
    monkeypatch.setenv("MARKET_DATA_RABBITMQ_PASSWORD", "test")
    return monkeypatch


def test_a_plain_environment_is_enough(environment: pytest.MonkeyPatch) -> None:
    settings = MarketDataSettings.from_environment()

    assert (settings.feed, settings.speed, settings.symbols) == ("simulator", 1, ())


def test_symbols_are_a_list_with_commas(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("MARKET_DATA_SYMBOLS", " ibm, BAC,,BRK.B ")

    assert MarketDataSettings.from_environment().symbols == ("IBM", "BAC", "BRK.B")


def test_a_path_that_is_left_empty_is_no_path(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("MARKET_DATA_REPLAY_PATH", "")

    assert MarketDataSettings.from_environment().replay_path is None


@pytest.mark.parametrize(("text", "speed"), [("max", inf), ("0.1", 0.1), ("1000", 1000)])
def test_speed_is_a_number_or_max(text: str, speed: float, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("MARKET_DATA_SPEED", text)

    assert MarketDataSettings.from_environment().speed == speed


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SPEED", "0"),
        ("SPEED", "1001"),
        ("SPEED", "nan"),
        ("SPEED", "fast"),
        ("SYMBOLS", "IBM,../etc"),
        ("SESSION", "night"),
        ("QUOTES_PER_SECOND", "0"),
        ("REPLAY_LOOP", "perhaps"),
        ("SEED", "dice"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    name: str, text: str, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv(f"MARKET_DATA_{name}", text)

    with pytest.raises(Misconfigured, match=f"MARKET_DATA_{name}"):
        MarketDataSettings.from_environment()
