"""Finds the plugins that the settings name, among those that installed packages offer."""

from importlib.metadata import entry_points
from typing import cast

from market_data.feeds.feed import FeedOpener, FeedRefused
from market_data.feeds.history import ArchiveOpener

FEEDS = "outcry.feeds"
ARCHIVES = "outcry.archives"


def find_feed(name: str) -> FeedOpener:
    """The feed called ``name``.

    Raises:
        FeedRefused: no installed package has one.
    """
    return cast(FeedOpener, _find(FEEDS, name, "unknown_feed"))


def find_archive(name: str) -> ArchiveOpener:
    """The archive called ``name``.

    Raises:
        FeedRefused: no installed package has one.
    """
    return cast(ArchiveOpener, _find(ARCHIVES, name, "unknown_archive"))


def offered(group: str) -> list[str]:
    """The names of all plugins of one kind."""
    return sorted(entry_points(group=group).names)


def _find(group: str, name: str, code: str) -> object:
    found = entry_points(group=group)
    if name not in found.names:
        known = ", ".join(offered(group))
        raise FeedRefused(code, f"there is no {name!r}; there are {known}")
    return found[name].load()
