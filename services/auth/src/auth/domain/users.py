"""Users, and what their e-mail, password and name must look like."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from unicodedata import normalize

from vocabulary import AccountId, Role, UserId

EMAIL_CHARACTERS_MAX = 254
"""RFC 5321, section 4.5.3.1.3, less the angle brackets."""
PASSWORD_CHARACTERS_MIN = 8
PASSWORD_CHARACTERS_MAX = 128
DISPLAY_NAME_CHARACTERS_MAX = 80
NOBODYS_DOMAIN = "invalid"
"""Of no address (RFC 2606, section 2); having no dot, nobody can give one with it either."""

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""A surrogate that lost its partner: JSON can say it, UTF-8 cannot."""
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"[a-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@(?:{_LABEL}\.)+{_LABEL}")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who can sign in, unless ``disabled_at`` says since when they cannot.

    ``account_id`` names the default account, ``time_zone`` is a name of the IANA database.
    Of the devices that were known before ``devices_since``, none is known any more.
    """

    user_id: UserId
    account_id: AccountId
    email: str
    password_hash: str
    display_name: str
    roles: frozenset[Role]
    created_at: datetime
    time_zone: str = "UTC"
    disabled_at: datetime | None = None
    devices_since: datetime | None = None

    @property
    def is_admin(self) -> bool:
        """Whether they may administer, today."""
        return Role.ADMIN in self.roles and self.disabled_at is None

    @property
    def is_gone(self) -> bool:
        """Whether they left, and only their ids are known still."""
        return self.email.endswith(f"@{NOBODYS_DOMAIN}")

    def disabled(self, now: datetime) -> "User":
        """They sign in nowhere any more; who is disabled already stays so since then."""
        return self if self.disabled_at else replace(self, disabled_at=now, devices_since=now)

    def gone(self, now: datetime) -> "User":
        """What is left of somebody who leaves: ids, for the books to refer to, and no person.

        Without a hash there is no password that fits.
        """
        return replace(
            self,
            email=f"{self.user_id}@{NOBODYS_DOMAIN}",
            password_hash="",
            display_name="",
            roles=frozenset(),
            time_zone="UTC",
            disabled_at=self.disabled_at or now,
            devices_since=None,
        )


@dataclass(frozen=True, slots=True)
class Rehash:
    """A stored hash, and one of the same password that is as strong as they are made now."""

    user_id: UserId
    weaker: str
    stronger: str


def normal_email(text: str) -> str:
    """The form in which an e-mail address is stored and compared: trimmed, in small letters.

    Raises:
        ValueError: it does not look like an e-mail address.
    """
    email = text.strip().lower()
    if len(email) > EMAIL_CHARACTERS_MAX or _EMAIL.fullmatch(email) is None:
        raise ValueError("this does not look like an e-mail address")
    return email


def prepared_password(text: str) -> str:
    """The form in which a password is hashed: the same however a keyboard composes its letters.

    Raises:
        ValueError: it is too long, or has half a character in it.
    """
    password = normalize("NFKC", text)  # NIST SP 800-63B, section 3.1.1.2
    if _HALF_CHARACTER.search(password):
        raise ValueError("a password is made of whole characters")
    if len(password) > PASSWORD_CHARACTERS_MAX:
        raise ValueError(f"a password has at most {PASSWORD_CHARACTERS_MAX} characters")
    return password


def new_password(text: str) -> str:
    """A password that may be chosen: any characters will do, as long as there are enough.

    Raises:
        ValueError: it is too short or too long.
    """
    password = prepared_password(text)
    if len(password) < PASSWORD_CHARACTERS_MIN:
        raise ValueError(f"a password has at least {PASSWORD_CHARACTERS_MIN} characters")
    return password


def normal_display_name(text: str) -> str:
    """A name as others see it: one line, no control characters, single blanks.

    Raises:
        ValueError: nothing is left, it is too long, or it has characters that cannot be shown.
    """
    name = " ".join(normalize("NFC", text).split())
    if not 0 < len(name) <= DISPLAY_NAME_CHARACTERS_MAX or not name.isprintable():
        raise ValueError(f"a name has 1 to {DISPLAY_NAME_CHARACTERS_MAX} printable characters")
    return name


def name_from(email: str) -> str:
    """What somebody is called who did not say."""
    return email.partition("@")[0]
