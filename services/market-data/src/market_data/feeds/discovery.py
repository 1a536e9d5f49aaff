"""Finds the feed that the settings name, among those that installed packages offer."""

from importlib.metadata import entry_points
from typing import cast

from market_data.feeds.feed import FeedOpener, FeedRefused

GROUP = "outcry.feeds"


def find_feed(name: str) -> FeedOpener:
    """The plugin called ``name``.

    Raises:
        FeedRefused: no installed package has one.
    """
    offered = entry_points(group=GROUP)
    if name not in offered.names:
        known = ", ".join(sorted(offered.names))
        raise FeedRefused("unknown_feed", f"there is no feed {name!r}; there are {known}")
    return cast(FeedOpener, offered[name].load())
