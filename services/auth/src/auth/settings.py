"""Settings of the auth service, read from AUTH_* variables."""

from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from chassis.settings import ServiceSettings


class AuthSettings(ServiceSettings):
    """The secret that guards the keys, the cost of hashing, and who lives here from the start.

    The administrator and the demo trader are made at the first start, if they are named. Changing
    their variables later changes nobody's password.
    """

    model_config = SettingsConfigDict(env_prefix="AUTH_")

    service_name = "auth"

    key_secret: SecretStr = Field(min_length=32)
    hashing_threads: int = Field(default=1, ge=1, le=8)
    admin_email: str = ""
    admin_password: SecretStr = SecretStr("")
    demo_email: str = ""
    demo_password: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _name_residents_completely(self) -> Self:
        for who, email, password in (
            ("admin", self.admin_email, self.admin_password),
            ("demo", self.demo_email, self.demo_password),
        ):
            if bool(email) != bool(password.get_secret_value()):
                raise ValueError(f"{who}_email and {who}_password go together")
        return self
