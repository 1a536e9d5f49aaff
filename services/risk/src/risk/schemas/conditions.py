"""Which version a caller means to replace (RFC 9110, section 13.1.1)."""

import re
from http import HTTPStatus

from chassis.errors import Refusal

_TAG = re.compile(r'(?:W/)?"(0|[1-9][0-9]{0,8})"')


class VersionRequired(Refusal):
    """The caller did not say which version they have seen."""

    status = HTTPStatus.PRECONDITION_REQUIRED
    code = "version_required"


def versions_in(condition: str) -> frozenset[int] | None:
    """The versions that an ``If-Match`` header accepts; ``None``: any."""
    if condition.strip() == "*":
        return None
    tags = (_TAG.fullmatch(part.strip()) for part in condition.split(","))
    return frozenset(int(tag[1]) for tag in tags if tag)
