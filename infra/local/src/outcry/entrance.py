"""What the gateway is told about who may come in, and how: checked before nginx reads it."""

import re
from collections.abc import Mapping

from outcry.errors import Problem

ORIGIN = re.compile(r"https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(:[1-9][0-9]{0,4})?")


def check_origins(values: Mapping[str, str]) -> None:
    """Make sure that the origins of the list are written as browsers write them.

    Raises:
        Problem: one is not; it would never be the one that a browser sends, or more than one.
    """
    listed = values["CORS_ORIGINS"]
    for origin in listed.split(",") if listed else []:
        if not ORIGIN.fullmatch(origin):
            raise Problem(
                f"CORS_ORIGINS has {origin!r}, which no browser sends as an origin:"
                " write them like https://a.example or http://localhost:3000,"
                " separated by commas and nothing else"
            )
