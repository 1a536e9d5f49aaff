"""What every wish about an account comes with, and how it is refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel

from chassis.commands import Commands
from chassis.security import Principal
from chassis.service import OwnPrices, SharedCommands
from portfolio.api.answers import Answers
from portfolio.commands.asking import Asker
from portfolio.commands.opening import Allowance
from portfolio.schemas.asking import IdempotencyKey

UNKNOWN: Answers = {404: {"description": "`account_not_found`: you have no such account"}}
NOT_RENAMED: Answers = UNKNOWN | {409: {"description": "`account_closed`"}}
NOT_OPENED: Answers = {
    404: {"description": "`account_not_open`: your first account comes in a moment"},
    409: {"description": "`too_many_accounts`"},
    422: {"description": "`amount_too_large`, `key_reused`"},
}
NOT_MOVED: Answers = UNKNOWN | {
    409: {"description": "`account_closed`, `account_winding_up`: it is being reset or closed"},
    422: {"description": "`amount_too_large`, `key_reused`"},
}
NOT_CLOSED: Answers = UNKNOWN | {
    409: {
        "description": "`account_closed`, `account_winding_up`, `last_account`: open another before"
    },
    422: {"description": "`key_reused`"},
}


@dataclass(frozen=True, slots=True)
class Asking:
    """A request on its way to a command: what for, under which key, at which market time."""

    commands: Commands
    allowance: Allowance
    key: str | None
    line: str
    market_time: datetime | None

    def by(self, who: Principal, body: BaseModel | None = None) -> Asker:
        """Who asks, and for what: the same key with anything else is another wish."""
        said = "" if body is None else body.model_dump_json()
        return Asker(who, self.key, f"{self.line} {said}")


async def _asking(
    request: Request,
    commands: SharedCommands,
    prices: OwnPrices,
    idempotency_key: IdempotencyKey = None,
) -> Asking:
    line = f"{request.method} {request.url.path}"
    allowance: Allowance = request.state.allowance
    return Asking(commands, allowance, idempotency_key, line, prices.time.now())


Asked = Annotated[Asking, Depends(_asking)]
"""Ask for this in an endpoint to hand a wish over to a command."""
