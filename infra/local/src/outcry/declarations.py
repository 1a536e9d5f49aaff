"""What the services declare about themselves: their settings classes and their consumers."""

from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

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


def declarations() -> list[Declaration]:
    """Every service as it declares itself when it is configured as in the example."""
    with TemporaryDirectory() as folder:
        env_file = Path(folder) / ".env"
        ensure_env_file(env_file)
        return [
            import_module(f"{one.package}.main").create_service(
                settings_class(one)(_env_file=env_file)  # pyright: ignore[reportCallIssue]
            )
            for one in SERVICES
        ]
