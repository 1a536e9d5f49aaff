"""The second factor: codes of an authenticator app, and those that stand in for a lost one.

The app computes a code from a secret and the time (RFC 6238). Each code is good once.
"""

import hashlib
import re
from base64 import b32encode
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest

from pyotp.totp import TOTP

from vocabulary import UserId

SECRET_BYTES = 20
"""As RFC 4226 recommends (section 4, R6)."""
STEP_SECONDS = 30
STEPS_OFF_MAX = 1
"""A code may be of the step before or after, for clocks that differ and people who type slowly."""
RECOVERY_CODES = 10
RECOVERY_CODE_BYTES = 15
"""120 bits, so that a plain hash keeps them secret."""
SET_UP_LIFE = timedelta(hours=1)
"""How long a set-up that was begun can be confirmed."""
WRONG_CODES_MAX = 5
"""After so many it has to be begun anew, which takes a proof: whoever has only stolen the session
does not guess what its owner's phone shows."""

_SEPARATORS = re.compile(r"[\s-]")
_APP_CODE = re.compile(r"[0-9]{6}")
_RECOVERY_CODE = re.compile(r"[a-z2-7]{24}")


class Proof(StrEnum):
    """Whether somebody has the second factor."""

    SHOWN = "shown"
    MISSING = "missing"
    """No code was given."""
    WRONG = "wrong"
    """The code is not one of theirs, too old, or was used before."""


@dataclass(slots=True)
class SecondFactor:
    """What a user was given to prove who they are beside the password. Nothing until confirmed."""

    user_id: UserId
    sealed: bytes
    """The secret, encrypted."""
    created_at: datetime
    confirmed_at: datetime | None = None
    last_step: int = 0
    """The step of the newest code that was accepted; codes up to it are worth nothing."""
    wrong_codes: int = 0
    """How many were shown that did not confirm it."""
    recovery: dict[bytes, datetime | None] = field(default_factory=dict[bytes, datetime | None])
    """When each recovery code was used, by its digest."""

    @property
    def enabled(self) -> bool:
        """Whether it is asked for."""
        return self.confirmed_at is not None

    @property
    def codes_left(self) -> int:
        """How many recovery codes were not used."""
        return sum(used_at is None for used_at in self.recovery.values())

    def lapsed(self, now: datetime) -> bool:
        """Whether it was begun and can be confirmed no more: it took too long, or many guesses."""
        is_over = now >= self.created_at + SET_UP_LIFE or self.wrong_codes >= WRONG_CODES_MAX
        return not self.enabled and is_over

    def confirm(self, code: str, secret: bytes, now: datetime) -> bool:
        """Enable it, if ``code`` shows that the app has the secret; else count the guess."""
        if is_recovery_code(code) or not self.take(code, secret, now):
            self.wrong_codes += 1
            return False
        self.confirmed_at = now
        return True

    def renew_codes(self, digests: Collection[bytes]) -> None:
        """Give new recovery codes; the old ones are worth nothing."""
        self.recovery = dict.fromkeys(digests)

    def prove(self, code: str | None, secret_of: "SecretOf", now: datetime) -> Proof:
        """Whether ``code`` is given and good; then it never is again."""
        if code is None:
            return Proof.MISSING
        return Proof.SHOWN if self.take(code, secret_of(self), now) else Proof.WRONG

    def take(self, code: str, secret: bytes, now: datetime) -> bool:
        """Whether ``code``, in its normal form, is good; it never is again."""
        if is_recovery_code(code):
            return self._take_recovery(code_digest(code), now)
        return self._take_step(matching_step(secret, code, now))

    def _take_step(self, step: int | None) -> bool:
        if step is None or step <= self.last_step:
            return False
        self.last_step = step
        return True

    def _take_recovery(self, digest: bytes, now: datetime) -> bool:
        if digest not in self.recovery or self.recovery[digest] is not None:
            return False
        self.recovery[digest] = now
        return True


SecretOf = Callable[[SecondFactor], bytes]
"""Opens the secret, which is stored sealed."""


def matching_step(secret: bytes, code: str, now: datetime) -> int | None:
    """The newest step around ``now`` whose code this is. Takes as long whichever it is."""
    step, app = int(now.timestamp()) // STEP_SECONDS, TOTP(b32encode(secret).decode())
    near = range(step - STEPS_OFF_MAX, step + STEPS_OFF_MAX + 1)
    matching = [one for one in near if compare_digest(app.generate_otp(one), code)]
    return max(matching, default=None)


def normal_code(text: str) -> str:
    """The form in which a code is compared: without blanks and hyphens, in small letters.

    Raises:
        ValueError: it can be neither a code of an app nor a recovery code.
    """
    code = _SEPARATORS.sub("", text).lower()
    if _APP_CODE.fullmatch(code) or _RECOVERY_CODE.fullmatch(code):
        return code
    raise ValueError("a code is six digits, or one of the recovery codes")


def is_recovery_code(code: str) -> bool:
    """Whether ``code``, in its normal form, is not one of an app."""
    return _RECOVERY_CODE.fullmatch(code) is not None


def means_of(code: str | None) -> str:
    """What was shown, for the audit trail: the code itself is a secret."""
    if code is None:
        return ""
    return "with a recovery code" if is_recovery_code(code) else "with a code of the app"


def recovery_code(random: bytes) -> str:
    """How a recovery code is written: in groups of four, easy to read out."""
    letters = b32encode(random).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def code_digest(code: str) -> bytes:
    """The form in which a recovery code, in its normal form, is stored."""
    return hashlib.sha256(code.encode()).digest()
