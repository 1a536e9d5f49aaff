"""Settings of the stream process, read from STREAM_* variables."""

from pydantic_settings import SettingsConfigDict

from chassis.settings import ServiceSettings


class StreamSettings(ServiceSettings):
    """Which pages may open a WebSocket, beside what every service needs."""

    model_config = SettingsConfigDict(env_prefix="STREAM_")

    service_name = "stream"

    allowed_origins: str = ""
    """Origins, separated by commas. Without any, only the public one."""

    def origins(self) -> frozenset[str]:
        """The origins as browsers send them."""
        listed = (self.allowed_origins or self.public_origin).split(",")
        return frozenset(origin.strip().rstrip("/") for origin in listed)
