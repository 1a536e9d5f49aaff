"""Where may be sent to, what is told, how often, and for how long."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from auth.domain.push import (
    BACK_OFF_MAX,
    ENDPOINT_CHARACTERS_MAX,
    NEWS_LIFE,
    Listener,
    News,
    Owned,
    Ration,
    as_one,
    back_off,
    is_push_service,
    listeners_to,
    shortened,
)
from auth.settings import PUSH_SERVICES
from vocabulary import AccountId, UserId

NOW = datetime(2026, 11, 22, 16, tzinfo=UTC)
ADA, BEN = UserId(UUID(int=1)), UserId(UUID(int=2))
FIRST, SECOND, THIRD = (AccountId(UUID(int=number)) for number in (11, 12, 13))
KNOWN = PUSH_SERVICES.split(",")


def news(number: int, title: str) -> News:
    return News(UUID(int=number), NOW + timedelta(seconds=number), title, "body", "/orders/1")


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/dX:APA91b",
        "https://fcm.googleapis.com:443/fcm/send/x",
        "https://FCM.googleapis.com/x",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://web.push.apple.com/QGuQ",
        "https://wns2-par02p.notify.windows.com/w/?token=BQY%3d",
    ],
)
def test_the_push_services_of_browsers_are_known(endpoint: str) -> None:
    assert is_push_service(endpoint, KNOWN)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "https:",
        "https:///x",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:0/x",
        "https://fcm.googleapis.com:99999/x",
        "https://fcm.googleapis.com:port/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com/x",
        "https://push.apple.com/x",
        "https://evilpush.apple.com/x",
        "https://fcm.googleapis.com@127.0.0.1/x",
        "https://127.0.0.1#@fcm.googleapis.com/x",
        "https://127.0.0.1\\@fcm.googleapis.com/x",
        "https://127.0.0.1\\.push.apple.com/x",
        "https://fcm.googleapis.com /x",
        "https://fcm.googleapis.com/\n",
        "https://fcm.googleapis.c\N{CYRILLIC SMALL LETTER O}m/x",
        "https://[::1]/x",
        "https://[::1/x",
        "https://localhost/x",
        "https://127.0.0.1%2f.push.apple.com/x",
        "https://127.0.0.1;.push.apple.com/x",
        "https://169.254.169.254/latest/meta-data",
        "https://*.push.apple.com.evil.example/x",
        "file:///etc/passwd",
        "//fcm.googleapis.com/x",
        "https://fcm.googleapis.com/" + "x" * ENDPOINT_CHARACTERS_MAX,
    ],
)
def test_nothing_else_is_sent_to(endpoint: str) -> None:
    assert not is_push_service(endpoint, KNOWN)


@pytest.mark.parametrize("allowed", [[], ["-"], ["*"], ["https://*"], ["nonsense"]])
def test_what_is_no_origin_allows_nothing(allowed: list[str]) -> None:
    assert not is_push_service("https://fcm.googleapis.com/x", allowed)


def test_an_operator_may_allow_another() -> None:
    assert is_push_service("http://127.0.0.1:9000/x", ["http://127.0.0.1:9000"])
    assert not is_push_service("http://127.0.0.1:9001/x", ["http://127.0.0.1:9000"])


def test_news_grow_old() -> None:
    assert not news(0, "x").is_over(NOW + NEWS_LIFE - timedelta(seconds=1))
    assert news(0, "x").is_over(NOW + NEWS_LIFE)


def test_the_name_of_an_account_is_told_to_who_has_several() -> None:
    owned = [Owned(FIRST, ADA, "A"), Owned(SECOND, ADA, "B"), Owned(THIRD, BEN, "C")]

    assert listeners_to(owned) == {
        FIRST: Listener(ADA, "A"),
        SECOND: Listener(ADA, "B"),
        THIRD: Listener(BEN),
    }


def test_waits_double_and_end_somewhere() -> None:
    waits = [back_off(tries) // timedelta(seconds=1) for tries in (1, 2, 3, 4, 50)]

    assert waits == [5, 10, 20, 40, BACK_OFF_MAX // timedelta(seconds=1)]


def test_a_push_service_may_ask_for_more_but_not_for_less_or_for_ever() -> None:
    assert back_off(1, timedelta(seconds=90)) == timedelta(seconds=90)
    assert back_off(3, timedelta(seconds=1)) == timedelta(seconds=20)
    assert back_off(1, timedelta(days=9)) == NEWS_LIFE


def test_text_is_shortened_and_stays_on_its_line() -> None:
    assert shortened("a\nb\0c\ud800", 9) == "a b c "
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcde\N{HORIZONTAL ELLIPSIS}"


def test_one_thing_is_told_as_it_is() -> None:
    assert as_one([news(1, "Sold IBM")]) == news(1, "Sold IBM")


def test_many_things_are_one_that_names_some() -> None:
    one = as_one([news(number, f"Sold {number % 5}") for number in range(1, 11)])

    assert (one.title, one.path) == ("10 notifications", "/alerts")
    assert one.body == "Sold 1, Sold 2, Sold 3 and 2 more"
    assert (one.event_id, one.told_at) == (UUID(int=1), NOW + timedelta(seconds=10))


def test_who_trades_faster_than_anybody_reads_is_not_told_all() -> None:
    ration = Ration(2, timedelta(minutes=1))

    assert [ration.allows(FIRST, NOW) for _ in range(3)] == [True, True, False]
    assert ration.allows(SECOND, NOW)
    assert ration.allows(FIRST, NOW + timedelta(minutes=1))
