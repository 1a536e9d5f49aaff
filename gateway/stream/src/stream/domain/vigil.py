"""How long a client is waited for, and how badly it may behave. Moments are in seconds."""

from dataclasses import dataclass

from stream.domain import closing
from stream.domain.closing import Closing
from stream.domain.messages import BadMessage

STRIKES_MAX = 20
BURST_MAX = 200
MESSAGES_PER_SECOND = 50


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is too long, in seconds."""

    authentication: float = 5
    """From the handshake to the ticket."""
    silence: float = 45
    """Without a message or a pong."""
    heartbeat: float = 15
    """Between two of ours."""
    stall: float = 5
    """For the network to take one message."""
    expired: float = 60
    """After the token's end, to show a new ticket."""
    goodbye: float = 5
    """For the client to hear why it is closed, and as much again for it to leave."""


class Vigil:
    """Watches one client."""

    def __init__(self, patience: Patience, now: float) -> None:
        self.sending_since: float | None = None
        """When the message that is being sent was handed over."""
        self._patience = patience
        self._expires_at: float | None = None
        self._deadline = now + patience.authentication
        self._heard_at = now
        self._beat_at = now

    def heard(self, now: float) -> None:
        """The client gave a sign of life."""
        self._heard_at = max(self._heard_at, now)

    def admitted(self, expires_at: float) -> None:
        """The client showed a ticket whose token ends at ``expires_at``."""
        self._expires_at = expires_at

    def verdict(self, now: float) -> Closing | None:
        """Why to close the connection now, if there is a reason."""
        patience = self._patience
        if self.sending_since is not None and now - self.sending_since > patience.stall:
            return closing.SLOW
        if self._expires_at is None:
            return closing.UNAUTHENTICATED if now > self._deadline else None
        if now > self._expires_at + patience.expired:
            return closing.EXPIRED
        if now - self._heard_at > patience.silence:
            return closing.SILENT
        return None

    def heartbeat_is_due(self, now: float) -> bool:
        """Whether to send a heartbeat now; once asked, the next is due an interval later."""
        if self._expires_at is None or now - self._beat_at < self._patience.heartbeat:
            return False
        self._beat_at = now
        return True


class Conduct:
    """How one client behaves. Mistakes are forgiven, but not for ever."""

    def __init__(self, now: float) -> None:
        self._strikes = 0
        self._allowance = float(BURST_MAX)
        self._asked_at = now

    def ask(self, now: float) -> None:
        """Count a message.

        Raises:
            BadMessage: there were too many lately.
        """
        earned = (now - self._asked_at) * MESSAGES_PER_SECOND
        self._allowance = min(self._allowance + earned, BURST_MAX)
        self._asked_at = now
        if self._allowance < 1:
            raise BadMessage("too_many_messages", f"at most {MESSAGES_PER_SECOND} a second")
        self._allowance -= 1

    def err(self) -> bool:
        """Count a mistake; say whether it was one too many."""
        self._strikes += 1
        return self._strikes > STRIKES_MAX
