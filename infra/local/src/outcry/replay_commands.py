"""``outcry replay-fills``: whether the fills of a day are what its record makes again."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from outcry import display
from outcry.databases import connected
from outcry.errors import Problem
from outcry.upkeep import Json, environment
from vocabulary import Symbol

if TYPE_CHECKING:
    from order.queries.replay import Replayed

EXCHANGE = "order"


def replay_fills_command(
    *,
    day: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="A day of market time, in UTC.")
    ],
    symbol: Annotated[str | None, typer.Option(help="Only this one.")] = None,
    json: Json = False,
) -> None:
    """Tell the books of a day again what they were told, and compare every fill.

    Exit code 1 and the first difference, if there is one.
    """
    wanted = None if symbol is None else Symbol(symbol.upper())
    done = asyncio.run(replayed(environment(), day.replace(tzinfo=UTC).date(), wanted))
    if json:
        display.print_json(asdict(done))
    else:
        typer.echo(_for_people(done))
    if done.difference is not None or done.unknown:
        raise typer.Exit(1)


async def replayed(values: Mapping[str, str], day: date, symbol: Symbol | None) -> "Replayed":
    """What the record of a day makes again.

    Raises:
        Problem: nothing is recorded of it, or the database cannot be reached.
    """
    from order.queries.replay import replay_fills

    async with connected(EXCHANGE, values) as connection:
        done = await replay_fills(connection, day, symbol)
    if not done.symbols and not done.unknown:
        raise Problem(f"nothing is recorded of {symbol or 'any symbol'} on {day}")
    return done


def _for_people(done: "Replayed") -> str:
    told = f"{done.fills} fills of {done.symbols} symbols, from {done.inputs} inputs"
    for symbol in done.unknown:
        told += f"\n{symbol}: the record does not reach back far enough"
    if (found := done.difference) is None:
        return f"{told}: each was made again as it is stored"
    stored, made = found.stored or "nothing", found.made or "nothing"
    return f"{told}\n{found.symbol} differs first at\n  stored {stored}\n  made   {made}"
