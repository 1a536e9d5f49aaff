"""The desk where people sign in: everything that issues a credential, in one place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from auth.credentials.keyring import KeyRing
from auth.credentials.passwords import Passwords
from auth.credentials.refresh import RefreshTokens, digest
from auth.credentials.second_factor import SecondFactors
from auth.credentials.throttle import Throttle
from auth.domain.clients import Client
from auth.domain.sessions import Session
from auth.domain.users import User, name_from
from bus.envelope import new_id
from chassis.security import READ, TRADE
from chassis.tokens import Principal
from vocabulary import AccountId, Role, SessionId, UserId

Clock = Callable[[], datetime]
TRADER = frozenset({Role.TRADER})
"""What everybody is."""
LOGIN_SCOPES = frozenset({READ, TRADE})
"""What somebody may do who signed in with a password."""


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """Issues what proves who somebody is. What it makes still has to be stored by a command."""

    passwords: Passwords
    ring: KeyRing
    refresh: RefreshTokens
    second_factors: SecondFactors
    throttle: Throttle
    now: Clock
    public_origin: str

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over TLS, so that cookies need not go any other way."""
        return self.public_origin.startswith("https:")

    async def new_user(
        self, email: str, password: str, display_name: str | None, roles: frozenset[Role]
    ) -> User:
        """A user with new ids. E-mail, password and name are in their normal form.

        Raises:
            TooManyLogins: too many passwords are being hashed.
        """
        return User(
            user_id=UserId(new_id()),
            account_id=AccountId(new_id()),
            email=email,
            password_hash=await self.passwords.hash(password),
            display_name=display_name or name_from(email),
            roles=roles,
            created_at=self.now(),
        )

    def new_session(
        self, user: User, client: Client, *, second_factor: bool = False
    ) -> tuple[Session, str]:
        """A session for somebody who has just proven who they are, and its first refresh token.

        It speaks for their default account.
        """
        token, now = self.refresh.first(), self.now()
        session = Session(
            SessionId(new_id()),
            user.user_id,
            now,
            digest(token),
            now,
            user_agent=client.user_agent,
            address=client.address,
            authenticated_at=now,
            second_factor=second_factor,
            account_id=user.account_id,
        )
        return session, token

    def access_token(self, user: User, session: Session) -> str:
        """A token that says who is calling, for 15 minutes; none outlives its session."""
        return self.ring.sign(
            Principal(
                user.user_id,
                session.account_id or user.account_id,
                session.session_id,
                frozenset(user.roles),
                LOGIN_SCOPES,
                expires_at=int(session.ends_at.timestamp()),
                authenticated_at=int((session.authenticated_at or session.created_at).timestamp()),
                second_factor=session.second_factor,
            )
        )
