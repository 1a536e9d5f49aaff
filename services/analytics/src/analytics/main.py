"""The analytics service process: ``uvicorn --factory analytics.main:create_app``."""

from fastapi import FastAPI

from analytics import api
from analytics.handlers import accounts, audit, companies
from analytics.repository.accounts import TrackRecords
from analytics.repository.audit import CONSUMER, Trails
from analytics.repository.companies import Companies
from analytics.settings import AnalyticsSettings
from analytics.tables import metadata
from analytics.ticker.bars import keeping_bars
from analytics.ticker.boards import keeping_boards
from analytics.ticker.head import telling_the_head
from chassis.consumer import Consumer
from chassis.service import Service, build_app

PATIENCE_SECONDS = 0.25
"""Nobody waits for statistics: letting events come for a moment halves what they cost."""
TRAIL_PATIENCE_SECONDS = 0.5
"""Nobody waits for the audit trail at all, and every order goes through it."""


def create_service(settings: AnalyticsSettings) -> Service:
    """What makes this service itself."""
    return Service(
        settings=settings,
        area=api.AREA,
        metadata=metadata,
        consumers=[
            Consumer(
                "analytics.accounts",
                accounts.handlers,
                TrackRecords(),
                partitioned=True,
                patience_seconds=PATIENCE_SECONDS,
            ),
            Consumer(
                CONSUMER,
                audit.handlers,
                Trails(),
                patience_seconds=TRAIL_PATIENCE_SECONDS,
            ),
            Consumer("analytics.companies", companies.handlers, Companies()),
        ],
        routers=api.ROUTERS,
        prices=True,
        works=[telling_the_head, keeping_bars, keeping_boards],
    )


def create_app() -> FastAPI:
    """The service with settings from the environment."""
    return build_app(create_service(AnalyticsSettings.from_environment()))
