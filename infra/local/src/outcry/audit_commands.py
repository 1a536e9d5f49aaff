"""``outcry audit``: what was done by whom, and whether that is still what was written."""

import asyncio
from collections.abc import Callable
from json import dumps, loads
from typing import Annotated
from uuid import UUID

import typer

from analytics.domain.trail import Head, Link
from outcry import display
from outcry.upkeep import Json, environment

commands = typer.Typer(
    name="audit", help="The audit trail: verify it, list it.", no_args_is_help=True
)


def _head(text: str) -> Head:
    try:
        return Head.read(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


Heads = Annotated[
    list[Head],
    typer.Option(
        "--head",
        metavar="POSITION:HASH",
        parser=_head,
        help="Where it once ended, as the log of analytics says every minute; it may be repeated.",
    ),
]


@commands.command()
def verify(
    *,
    heads: Heads = [],  # noqa: B006  # typer copies it
    json: Json = False,
) -> None:
    """Look at every entry. Exit code 1, and where it begins, if one was changed or is missing.

    That its end was cut off is found by what was taken in, as long as the inbox remembers it. That
    all of it was written anew, only a head shows that was noted elsewhere.
    """
    from outcry.audit import verify as verify_trail

    head = asyncio.run(verify_trail(environment(), heads))
    if json:
        display.print_json({"entries": head.position, "head": head.text})
    else:
        typer.echo(f"{head.position} entries, none changed or missing\nhead {head.text}")


@commands.command("list")
def list_all(
    *,
    user: Annotated[UUID | None, typer.Option(help="Of this user, and of their accounts.")] = None,
    order: Annotated[UUID | None, typer.Option(help="About this order.")] = None,
    action: Annotated[str | None, typer.Option(help="Of this kind, like sign_in.")] = None,
    json: Json = False,
) -> None:
    """Print entries, oldest first, one on a line; for programs each line is a JSON document."""
    asyncio.run(_print(user, order, action, _for_programs if json else _for_people))


async def _print(
    user: UUID | None, order: UUID | None, action: str | None, written: Callable[[Link], str]
) -> None:
    from analytics.queries.audit import Wanted
    from outcry.audit import entries

    async for link in entries(environment(), Wanted(user, order, action)):
        typer.echo(written(link))


def _for_people(link: Link) -> str:
    """Whose it was comes first: the rest is in the document, which can be long."""
    entry = link.entry
    whose = str(entry.user_id or entry.account_id or "")
    when = f"{entry.recorded_at:%Y-%m-%d %H:%M:%S}"
    return f"{link.position:>8}  {when}  {entry.action:24}  {whose:36}  {entry.document}"


def _for_programs(link: Link) -> str:
    facts = link.entry._asdict()
    facts["recorded_at"] = link.entry.recorded_at.isoformat()
    facts["document"] = loads(link.entry.document)
    links = {"previous": link.previous.hex(), "hash": link.hash.hex()}
    return dumps({"position": link.position, **facts, **links}, default=str)
