"""Closed sets of words about people: what they may do, and what is remembered of what they did."""

from enum import StrEnum


class Role(StrEnum):
    """What a signed-in user may do."""

    TRADER = "trader"
    ADMIN = "admin"


class RevocationReason(StrEnum):
    """Why a session ended before its time."""

    SIGNED_OUT = "signed_out"
    REVOKED = "revoked"
    """By its owner, from another session."""
    TOKEN_REUSED = "token_reused"  # noqa: S105  # a word, not a token
    """A spent refresh token came back: somebody has a copy."""
    CREDENTIALS_CHANGED = "credentials_changed"
    USER_DISABLED = "user_disabled"
    USER_DELETED = "user_deleted"


class AuditAction(StrEnum):
    """What somebody did, or tried to do, to prove or to change who they are."""

    REGISTER = "register"
    SIGN_IN = "sign_in"
    REFRESH = "refresh"
    SIGN_OUT = "sign_out"
    STEP_UP = "step_up"
    REVOKE_SESSION = "revoke_session"
    CHANGE_PASSWORD = "change_password"  # noqa: S105  # a word, not a password
    ENABLE_SECOND_FACTOR = "enable_second_factor"
    DISABLE_SECOND_FACTOR = "disable_second_factor"
    RENEW_RECOVERY_CODES = "renew_recovery_codes"
    CREATE_API_KEY = "create_api_key"
    REVOKE_API_KEY = "revoke_api_key"
    CHANGE_PROFILE = "change_profile"
    EXPORT_DATA = "export_data"
    DELETE_USER = "delete_user"
    DISABLE_USER = "disable_user"
    ENABLE_USER = "enable_user"
    CHANGE_ROLES = "change_roles"
    ROTATE_SIGNING_KEY = "rotate_signing_key"
    REDRIVE_PARKED = "redrive_parked"
    DISCARD_PARKED = "discard_parked"
    CHANGE_LIMITS = "change_limits"
    HALT_TRADING = "halt_trading"
    RESUME_TRADING = "resume_trading"


class AuditOutcome(StrEnum):
    """How an attempt ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    THROTTLED = "throttled"
