"""What several endpoints refuse, as the OpenAPI document says it."""

from typing import Any

Answers = dict[int | str, dict[str, Any]]
"""Descriptions by status, as FastAPI takes them."""

STRANGER: Answers = {401: {"description": "`not_signed_in`: sign in again"}}
LEFT: Answers = {
    404: {"description": "`not_found`: the caller has left, and their token has not expired yet"}
}
OVERTAKEN: Answers = {
    409: {"description": "`conflict`: the password was changed at this very moment"}
}
TOO_COMMON: Answers = {
    422: {"description": "`password_too_common`: it would be among the first that are guessed"}
}


def busy(where: str) -> Answers:
    """Too many attempts: those that have failed ``where``, or those of everybody."""
    too_many = f"`too_many_attempts`: too many have failed, {where}"
    by_many = "`too_many_logins`: by many, just now"
    return {
        429: {"description": f"come back after `Retry-After` seconds. {too_many}; {by_many}"},
    }
