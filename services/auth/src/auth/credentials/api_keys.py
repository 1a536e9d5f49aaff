"""API keys: how they are drawn, and how they are shown."""

import binascii
import re
import secrets
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime

from auth.credentials.refresh import TOKEN_BYTES, digest
from auth.domain.api_keys import ApiKey, Scope, granted
from bus.envelope import new_id
from chassis.errors import NotSignedIn
from chassis.tokens import Principal
from vocabulary import SessionId

ID_LENGTH = 18
ID_PATTERN = rf"^OC[A-Z2-7]{{{ID_LENGTH}}}$"
ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
SECRET_PREFIX = "outcry_"  # noqa: S105  # so that a scanner for leaked secrets knows what to look for


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody shows to be let in. Of the secret only the digest is kept."""

    key_id: str
    digest: bytes

    @property
    def is_well_formed(self) -> bool:
        """Whether there can be such a key."""
        return re.match(ID_PATTERN, self.key_id) is not None


def shown(key_id: str, secret: str) -> Shown:
    """A key as its two parts were sent."""
    return Shown(key_id, digest(secret))


def shown_as_basic(credentials: str) -> Shown:
    """A key as HTTP Basic sends it: both parts with a colon between them, in base64 (RFC 7617).

    Raises:
        NotSignedIn: it is not that.
    """
    try:
        key_id, _, secret = b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise NotSignedIn("sign in again") from error
    return shown(key_id, secret)


def draw(
    who: Principal, name: str, scopes: set[Scope], expires_at: datetime | None, now: datetime
) -> tuple[ApiKey, str]:
    """A key for the caller's account, and its secret, which is not stored."""
    secret = SECRET_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    key = ApiKey(
        key_id="OC" + "".join(secrets.choice(ID_CHARACTERS) for _ in range(ID_LENGTH)),
        session_id=SessionId(new_id()),
        user_id=who.user_id,
        account_id=who.account_id,
        name=name,
        digest=digest(secret),
        scopes=granted(scopes),
        created_at=now,
        expires_at=expires_at,
    )
    return key, secret
