"""Why a connection ends: the close codes that a client can act on."""

from typing import NamedTuple


class Closing(NamedTuple):
    """A WebSocket close code (RFC 6455, section 7.4), and one word about it."""

    code: int
    reason: str


TOO_LARGE = Closing(1009, "too_large")
FAILED = Closing(1011, "internal_error")
RESTARTING = Closing(1012, "restarting")
"""Come back after the pause that ``server_shutdown`` asked for."""
UNAVAILABLE = Closing(1013, "try_again_later")
SLOW = Closing(4008, "slow")
"""The client cannot keep up. It comes back and resumes where it was."""
ABUSE = Closing(4400, "too_many_bad_messages")
BAD_TICKET = Closing(4401, "bad_ticket")
EXPIRED = Closing(4401, "token_expired")
REVOKED = Closing(4401, "session_revoked")
UNAUTHENTICATED = Closing(4408, "authentication_timeout")
SILENT = Closing(4408, "silent")
TOO_MANY = Closing(4429, "too_many_connections")
