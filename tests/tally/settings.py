"""The tally speaks as the order service: its events are order's, and so are its rights."""

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict
from typing_extensions import override

from chassis.settings import ServiceSettings


class TallySettings(ServiceSettings):
    """``fixed`` is the version of the service that can handle the poison."""

    model_config = SettingsConfigDict(env_prefix="TALLY_")

    service_name = "order"

    own_database_url: SecretStr
    fixed: bool = False
    dies_after: int = 0
    """How many transactions with events to commit before dying, with the last unpublished."""

    @override
    def database_url(self) -> str:
        return self.own_database_url.get_secret_value()
