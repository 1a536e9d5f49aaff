"""Who is in the stack: the services, and the names that follow from a service's name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    """One service process. Everything else about it is named after it."""

    name: str
    area: str
    """Its part of the API: ``/api/<area>/...``."""

    @property
    def package(self) -> str:
        """The Python package; also its database, its role and its RabbitMQ user."""
        return self.name.replace("-", "_")

    @property
    def prefix(self) -> str:
        """What its own variables begin with, for example ``MARKET_DATA_``."""
        return f"{self.package.upper()}_"


SERVICES = (
    Service("auth", "auth"),
    Service("market-data", "market"),
    Service("order", "orders"),
    Service("risk", "risk"),
    Service("portfolio", "portfolio"),
    Service("analytics", "analytics"),
    Service("stream", "stream"),
)
