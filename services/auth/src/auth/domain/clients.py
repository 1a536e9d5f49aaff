"""The machine at the other end: what it says it is, and which network it is in."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

UNKNOWN = "unknown device"
NAME_CHARACTERS_MAX = 40
SUBSCRIBER_BITS = 64
"""Of an IPv6 address, what names the network that one subscriber is given; the rest they choose."""

_BROWSERS = (
    ("Edge", ("Edg/", "EdgA/", "EdgiOS/")),
    ("Opera", ("OPR/", "Opera/")),
    ("Samsung Internet", ("SamsungBrowser/",)),
    ("Firefox", ("Firefox/", "FxiOS/")),
    ("Chrome", ("Chrome/", "CriOS/", "Chromium/")),
    ("Safari", ("Safari/",)),
)
"""In this order: each of them says that it is also those below."""
_SYSTEMS = (
    ("iPhone", ("iPhone",)),
    ("iPad", ("iPad",)),
    ("Android", ("Android",)),
    ("Windows", ("Windows",)),
    ("macOS", ("Macintosh", "Mac OS X")),
    ("ChromeOS", ("CrOS",)),
    ("Linux", ("Linux", "X11")),
)
"""In this order: Android is a Linux too, and an iPhone like a Mac."""


@dataclass(frozen=True, slots=True)
class Client:
    """Whoever sent a request, before anybody knows who they are."""

    address: str = ""
    """Of the network, in its one normal form; empty if it cannot be known."""
    user_agent: str = ""
    """What the client calls itself: printable characters, not too many, nothing to rely on."""


def device_name(user_agent: str) -> str:
    """What a person would call it: "Firefox on Linux", "Chrome on Android", "curl".

    It is for people to recognise their own devices by; a client can pretend to be anything.
    """
    system = _first(_SYSTEMS, user_agent)
    if browser := _first(_BROWSERS, user_agent):
        return f"{browser} on {system}" if system else browser
    program = user_agent.partition("/")[0].strip()[:NAME_CHARACTERS_MAX]
    if program and program != "Mozilla":
        return program
    return f"a browser on {system}" if system else UNKNOWN


def network_of(address: str) -> str:
    """What counts as one place: an IPv4 address, but all of a subscriber's IPv6 addresses."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    chosen_bits = parsed.max_prefixlen - SUBSCRIBER_BITS
    return f"{IPv6Address(int(parsed) >> chosen_bits << chosen_bits)}/{SUBSCRIBER_BITS}"


def _first(names: tuple[tuple[str, tuple[str, ...]], ...], user_agent: str) -> str:
    return next((name for name, marks in names if any(one in user_agent for one in marks)), "")
