"""What the services declare about themselves: their settings classes and their consumers."""

from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chassis.service import Service as Declaration
from chassis.settings import ServiceSettings
from outcry.environment import ensure_env_file
from outcry.roster import SERVICES, Service


def settings_class(service: Service) -> type[ServiceSettings]:
    """The class that reads the service's variables."""
    module = import_module(f"{service.package}.settings")
    return next(
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, ServiceSettings) and one is not ServiceSettings
    )


def declarations(partitions: int = 1) -> list[Declaration]:
    """Every service as it declares itself when it is configured as in the example.

    But for the number of ``partitions``: that of this very process may be another one.
    """
    with TemporaryDirectory() as folder:
        env_file = Path(folder) / ".env"
        ensure_env_file(env_file)
        given: dict[str, Any] = {"_env_file": env_file, "PARTITIONS": partitions}
        return [
            import_module(f"{one.package}.main").create_service(settings_class(one)(**given))
            for one in SERVICES
        ]
