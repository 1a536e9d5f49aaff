"""The auth service process: ``python -m chassis auth``."""

from functools import partial

from fastapi import FastAPI

from auth import api
from auth.connections.hearing import SUBSCRIPTION
from auth.connections.push import open_push
from auth.connections.vapid import Sender
from auth.credentials.desk import Clock, utc_now
from auth.credentials.opening import open_desk
from auth.credentials.sealing import derive_key
from auth.handlers import accounts, people
from auth.repository.accounts import Accounts, People
from auth.settings import AuthSettings
from auth.tables import metadata
from chassis.consumer import Consumer
from chassis.service import Service, build_app


def create_service(settings: AuthSettings, clock: Clock = utc_now) -> Service:
    """What makes this service itself."""
    return Service(
        settings=settings,
        area=api.AREA,
        metadata=metadata,
        listens=[SUBSCRIPTION],
        routers=api.ROUTERS,
        consumers=[
            Consumer("auth.accounts", accounts, Accounts(clock), keeps_state=False),
            Consumer("auth.people", people, People(), keeps_state=False),
        ],
        works=[
            partial(open_desk, settings, clock),
            partial(open_push, sender_of(settings), settings.push_origins(), clock),
        ],
    )


def sender_of(settings: AuthSettings) -> Sender:
    """Who sends to devices: the same as long as the secret is."""
    secret = settings.key_secret.get_secret_value()
    seed = derive_key(secret, "web push") + derive_key(secret, "web push, second half")
    return Sender(seed, settings.push_subject())


def create_app() -> FastAPI:
    """The service with settings from the environment."""
    return build_app(create_service(AuthSettings.from_environment()))
