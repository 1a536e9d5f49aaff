"""Run one service: ``python -m chassis <package> [serve | migrate]``."""

import asyncio
import signal
import sys
from importlib import import_module

import uvicorn
from fastapi import FastAPI

from chassis.logs import start_logging
from chassis.migrations import upgrade
from chassis.settings import Misconfigured, ServiceSettings
from chassis.startup import plainly
from chassis.works import Running

WRONG_USE = 2
MISCONFIGURED = 78  # EX_CONFIG of sysexits.h
STOP_SECONDS = 20
KEEP_ALIVE_SECONDS = 75
PING_SECONDS = 15
MESSAGE_BYTES_MAX = 64 * 1024
BACKLOG = 2048


def main(arguments: list[str]) -> int:
    """Do what the arguments say; return the exit status."""
    package, task = (*arguments, "serve")[:2] if arguments else ("", "")
    tasks = {"serve": serve, "migrate": migrate}
    if not package or task not in tasks:
        sys.stderr.write(f"{__doc__}\n")
        return WRONG_USE
    try:
        return tasks[task](package)
    except Misconfigured as error:
        sys.stderr.write(f"{package} cannot start; set these variables:\n{error}\n")
        return MISCONFIGURED


def serve(package: str) -> int:
    """Serve until told to stop; 0 if it ended well."""
    app: FastAPI = import_module(f"{package}.main").create_app()
    settings: ServiceSettings = app.state.settings
    start_logging(settings)
    server = uvicorn.Server(
        uvicorn.Config(
            plainly(app),
            interface="asgi3",
            lifespan="on",
            host=settings.bind_host,
            port=settings.port,
            loop="uvloop",
            http="httptools",
            ws="websockets-sansio",
            ws_max_size=MESSAGE_BYTES_MAX,
            ws_per_message_deflate=False,
            ws_ping_interval=PING_SECONDS,
            ws_ping_timeout=2 * PING_SECONDS,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            backlog=BACKLOG,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )
    # uvicorn raises the signal again that it was stopped with; the exit status says more than that
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server.run()
    running: Running | None = getattr(app.state, "running", None)
    return 0 if running is not None and not running.died else 1


def migrate(package: str) -> int:
    """Upgrade the service's database."""
    app: FastAPI = import_module(f"{package}.main").create_app()
    settings: ServiceSettings = app.state.settings
    asyncio.run(upgrade(package, settings.database_url()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
