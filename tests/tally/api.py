"""Orders come in over HTTP, many at a time."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from proving.catalogue import created
from pydantic import BaseModel

from bus.envelope import new_id
from chassis.commands import Command
from chassis.service import SharedCommands
from chassis.transaction import Transaction
from tally.repository import take_in
from vocabulary import AccountId, Symbol

AREA = "tally"
router = APIRouter(prefix=f"/api/{AREA}")


class Wish(BaseModel):
    """One order of an account."""

    order_id: UUID
    account_id: UUID
    number: int
    symbol: str = "IBM"


@router.post("/orders")
async def place(wishes: list[Wish], shared: SharedCommands) -> dict[str, int]:
    """Take the orders in, all or none; asking again changes nothing."""
    return {"placed": await shared.run(place_orders, wishes)}


async def place_orders(tx: Transaction, commands: Sequence[Command[list[Wish]]]) -> Sequence[int]:
    """Store what is new, and say so."""
    wishes = [(command.origin, wish) for command in commands for wish in command.wish]
    new = await take_in(tx.connection, [one.order_id for _, one in wishes])
    for origin, one in wishes:
        if one.order_id in new:
            new.remove(one.order_id)
            order = created(AccountId(one.account_id), one.number, Symbol(one.symbol))
            tx.publish(order.model_copy(update={"order_id": one.order_id}), origin)
    return [len(command.wish) for command in commands]


def some_wishes(account_id: AccountId, numbers: Sequence[int]) -> list[dict[str, object]]:
    """The body of a request."""
    return [
        {"order_id": str(new_id()), "account_id": str(account_id), "number": number}
        for number in numbers
    ]
