"""What makes a service itself; the rest is the same for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from fastapi import APIRouter
from sqlalchemy import MetaData

from bus.interface import Subscription
from chassis.consumer import Consumer
from chassis.fast import FastRoute
from chassis.settings import ServiceSettings
from chassis.works import Work


@dataclass(frozen=True, slots=True)
class Service:
    """One service, declared.

    ``area`` is its part of the address space: everything under ``/api/<area>``. With ``prices``
    it hears the market. A process without ``metadata`` owns no data; what it ``listens`` to, it
    hears from the bus without an inbox. Endpoints that are ``fast`` too are among the ``routers``.
    """

    settings: ServiceSettings
    area: str
    metadata: MetaData | None = None
    consumers: Sequence[Consumer[Any]] = ()
    listens: Sequence[Subscription] = ()
    prices: bool = False
    routers: Sequence[APIRouter] = ()
    fast: Sequence[FastRoute[Any]] = ()
    works: Sequence[Work] = ()

    def subscriptions(self) -> list[Subscription]:
        """Every queue that the process consumes, or stands by to."""
        own = (one.subscriptions(self.settings.partitions) for one in self.consumers)
        return [*self.listens, *chain.from_iterable(own)]
