"""Refuses passwords that would be guessed first (NIST SP 800-63B, section 3.1.1.2)."""

from functools import cache
from importlib.resources import files

from auth.domain.passwords import is_tried_first
from chassis.errors import Unprocessable

LIST = "common_passwords.txt"


class PasswordTooCommon(Unprocessable):
    """The password is among the first that anybody would try."""

    code = "password_too_common"


def refuse_common(password: str, *names: str) -> None:
    """Let a password pass that somebody wants to have, whose e-mail and name are ``names``.

    Raises:
        PasswordTooCommon: it is popular, or made of the names.
    """
    if is_tried_first(password, common_passwords(), names):
        raise PasswordTooCommon(
            "this password is among the first that anybody would try; take a longer one, like a "
            "few words that have nothing to do with each other"
        )


@cache
def common_passwords() -> frozenset[str]:
    """The popular ones, in small letters."""
    lines = files("auth.credentials").joinpath(LIST).read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
