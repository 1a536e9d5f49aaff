"""What a machine at the other end is called, and which place it counts as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.domain.clients import device_name, network_of

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Firefox on Linux",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/126.0.0.0 Safari/537.36",
            "Chrome on Windows",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0",
            "Edge on Windows",
        ),
        (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/1 Safari/1 OPR/112", "Opera on Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605 Version/17.5 Safari/605",
            "Safari on macOS",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) CriOS/126 Safari/6",
            "Chrome on iPhone",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 14; SM-S9) {WEBKIT} SamsungBrowser/25 Chrome/1 Safari/1",
            "Samsung Internet on Android",
        ),
        (f"Mozilla/5.0 (X11; CrOS x86_64) {WEBKIT} Chrome/126 Safari/537", "Chrome on ChromeOS"),
        ("Mozilla/5.0 (Windows NT 10.0)", "a browser on Windows"),
        ("Firefox/1", "Firefox"),
        ("curl/8.5.0", "curl"),
        ("python-httpx/0.28.1", "python-httpx"),
        ("my trading bot", "my trading bot"),
        ("Mozilla/5.0", "unknown device"),
        ("", "unknown device"),
        (" / ", "unknown device"),
    ],
)
def test_a_device_has_a_name_that_people_use(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name


@given(st.text(max_size=256))
def test_whatever_a_client_says_the_name_is_short(user_agent: str) -> None:
    assert 0 < len(device_name(user_agent)) <= 40


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_one_subscriber_is_one_place(address: str, network: str) -> None:
    assert network_of(address) == network


@given(st.ip_addresses(v=4))
def test_two_addresses_of_version_4_are_two_places(address: object) -> None:
    assert network_of(str(address)) == str(address)
