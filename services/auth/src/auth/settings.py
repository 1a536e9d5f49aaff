"""Settings of the auth service, read from AUTH_* variables."""

from typing import Annotated

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from chassis.settings import ServiceSettings

PUSH_SERVICES = (
    "https://fcm.googleapis.com,https://updates.push.services.mozilla.com,"
    "https://*.push.services.mozilla.com,https://*.push.apple.com,https://*.notify.windows.com"
)
"""Those of Chrome, Firefox, Safari and Edge."""
ResidentEmail = Annotated[str, Field(pattern=r"^$|^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$")]
ResidentPassword = Annotated[SecretStr, Field(validate_default=True)]


class AuthSettings(ServiceSettings):
    """The secret that guards the keys, the cost of hashing, and who lives here from the start.

    Devices are notified by ``push_services`` and no others: origins, separated by commas, which
    this process connects to because a user has said so. ``push_contact`` is whom they write to, a
    ``mailto:`` or ``https:`` URL.

    The administrator and the demo trader are made at the first start, if they are named. Changing
    their variables later changes nobody's password.
    """

    model_config = SettingsConfigDict(env_prefix="AUTH_")

    service_name = "auth"

    key_secret: SecretStr = Field(min_length=32)
    hashing_threads: int = Field(default=1, ge=1, le=8)
    failures_per_address: int = Field(default=20, ge=1, le=1_000_000)
    push_services: str = PUSH_SERVICES
    push_contact: str = Field(default="", pattern=r"^$|^(mailto:|https://)\S+$")
    admin_email: ResidentEmail = ""
    admin_password: ResidentPassword = SecretStr("")
    demo_email: ResidentEmail = ""
    demo_password: ResidentPassword = SecretStr("")

    @field_validator("admin_password", "demo_password")
    @classmethod
    def _belongs_to_somebody(cls, password: SecretStr, others: ValidationInfo) -> SecretStr:
        email = others.data.get(str(others.field_name).replace("password", "email"))
        if bool(email) != bool(password):
            raise ValueError("an e-mail and a password go together")
        if password and not 8 <= len(password) <= 128:  # noqa: PLR2004  # as auth.domain.users says
            raise ValueError("a password has 8 to 128 characters")
        return password

    def push_origins(self) -> frozenset[str]:
        """The origins of push services, of which ``*.`` stands for all hosts below one."""
        listed = (one.strip().rstrip("/") for one in self.push_services.split(","))
        return frozenset(one for one in listed if one)

    def push_subject(self) -> str:
        """Whom a push service writes to: the contact, or else the public page, if it is one."""
        own = self.public_origin if self.public_origin.startswith("https://") else ""
        return self.push_contact or own
