"""Settings of the auth service, read from AUTH_* variables."""

from typing import Annotated

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from chassis.settings import ServiceSettings

ResidentEmail = Annotated[str, Field(pattern=r"^$|^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$")]
ResidentPassword = Annotated[SecretStr, Field(validate_default=True)]


class AuthSettings(ServiceSettings):
    """The secret that guards the keys, the cost of hashing, and who lives here from the start.

    The administrator and the demo trader are made at the first start, if they are named. Changing
    their variables later changes nobody's password.
    """

    model_config = SettingsConfigDict(env_prefix="AUTH_")

    service_name = "auth"

    key_secret: SecretStr = Field(min_length=32)
    hashing_threads: int = Field(default=1, ge=1, le=8)
    failures_per_address: int = Field(default=20, ge=1, le=1_000_000)
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
