"""Preferences: one JSON object for each user, kept letter by letter, and numbered by its changes.

Whoever replaces it says which version they have seen, so that of two windows neither undoes
unnoticed what the other did.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

DEPTH_MAX = 32
"""How many objects and arrays may stand inside each other."""
TOO_DEEP = f"preferences are nested at most {DEPTH_MAX} deep"
NEVER_STORED = 0
"""The version before the first."""

_TAG = re.compile(r'(?:W/)?"(0|[1-9][0-9]{0,8})"')
"""As we write them. The gateway calls one weak if it compresses; the version is exact still."""


class NotJson(ValueError):
    """It is no JSON document."""


class NotStorable(ValueError):
    """It is JSON, but nothing that is kept as preferences."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """A document as it was sent. ``version`` counts its changes; before the first it is empty."""

    version: int = NEVER_STORED
    document: str = "{}"
    updated_at: datetime | None = None


def document_of(body: bytes) -> str:
    """The document in ``body``, unchanged.

    Raises:
        NotJson: there is none.
        NotStorable: it is no object, or is nested too deep.
    """
    try:
        text = body.decode()
        # what numbers are worth is not our business, and some are costly to find out
        value: Any = json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse)
    except ValueError as error:
        raise NotJson(f"not valid JSON: {error}") from error
    except RecursionError as error:
        raise NotStorable(TOO_DEEP) from error
    if not isinstance(value, dict):
        raise NotStorable("preferences are a JSON object")
    if _depth([value]) > DEPTH_MAX:
        raise NotStorable(TOO_DEEP)
    return text


def versions_in(condition: str) -> frozenset[int] | None:
    """The versions that an ``If-Match`` header accepts (RFC 9110, section 13.1.1); None: any."""
    if condition.strip() == "*":
        return None
    tags = (_TAG.fullmatch(part.strip()) for part in condition.split(","))
    return frozenset(int(tag[1]) for tag in tags if tag)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"there is no {name} in JSON")


def _depth(level: list[Any]) -> int:
    """How many containers stand inside each other; level by level, so that no stack grows."""
    depth = 0
    while level:
        depth += 1
        level = [inner for one in level for inner in _parts(one) if isinstance(inner, dict | list)]
    return depth


def _parts(container: dict[str, Any] | list[Any]) -> Iterator[Any]:
    yield from container.values() if isinstance(container, dict) else container
