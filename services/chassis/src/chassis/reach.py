"""What an endpoint can ask for: the parts of the process that serve requests."""

from typing import Annotated

from fastapi import Depends, Request

from chassis.commands import Commands
from chassis.prices import Prices
from chassis.transaction import Database


async def _commands(request: Request) -> Commands:
    return request.state.commands


async def _database(request: Request) -> Database:
    return request.state.database


async def _prices(request: Request) -> Prices:
    return request.state.prices


SharedCommands = Annotated[Commands, Depends(_commands)]
"""Ask for this in an endpoint to run a command."""

OwnDatabase = Annotated[Database, Depends(_database)]
"""Ask for this in an endpoint to run a query."""

OwnPrices = Annotated[Prices, Depends(_prices)]
"""Ask for this in an endpoint to see the newest prices."""
