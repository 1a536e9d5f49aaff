"""Settings of the analytics service, read from ANALYTICS_* variables."""

from pydantic_settings import SettingsConfigDict

from chassis.settings import ServiceSettings


class AnalyticsSettings(ServiceSettings):
    """Nothing beyond what every service needs."""

    model_config = SettingsConfigDict(env_prefix="ANALYTICS_")

    service_name = "analytics"
