"""What the routes refuse, as the OpenAPI document says it."""

from typing import Any

from fastapi import APIRouter

from order.commands.refusals import MAKES_NO_SENSE
from order.schemas.orders import OrderResponse

AREA = "orders"
Answers = dict[int | str, dict[str, Any]]
"""Descriptions by status, as FastAPI takes them."""

REFUSED: Answers = {
    401: {"description": "`not_signed_in`: sign in again"},
    422: {"description": "`validation_failed`: which field, and why"},
}
_RULES = ", ".join(f"`{code}`" for code in MAKES_NO_SENSE)
_NO_DRAFT = (
    f"`unknown_symbol`, `no_quote`, `notional_too_small`, `nothing_to_exit`, `key_reused`, {_RULES}"
)
_NO_ORDER = f"`keys_differ`, {_NO_DRAFT}"
_NO_CHANGE = "`nothing_to_change`, `quantity_not_changeable`, `quantity_too_small`"
_IN_THE_WAY = "`own_order_in_the_way`: the account could trade with itself; `order_id` is the other"
_TOO_FAST: Answers = {
    429: {"description": "`order_rate_exceeded`: come back after `Retry-After` seconds"}
}
NOT_FOUND: Answers = {404: {"description": "`not_found`: no such order among yours"}}
NOT_PLACED: Answers = _TOO_FAST | {
    200: {"model": OrderResponse, "description": "There is such an order already: this one"},
    400: {"description": "`malformed_json`"},
    403: {"description": "`forbidden`: the token may only look"},
    409: {"description": _IN_THE_WAY},
    413: {"description": "`body_too_large`"},
    422: {"description": f"`validation_failed`, {_NO_ORDER}"},
}
NOT_REPLACED: Answers = (
    NOT_FOUND
    | _TOO_FAST
    | {
        200: {
            "model": OrderResponse,
            "description": "It was replaced like this already: by this one",
        },
        409: {
            "description": "`not_replaceable`: it has ended, or a wish about it has to be answered"
            f" first; {_IN_THE_WAY}"
        },
        422: {"description": f"`validation_failed`, {_NO_CHANGE}, {_NO_ORDER}"},
    }
)
NOT_PREVIEWED: Answers = {
    409: {"description": _IN_THE_WAY},
    422: {"description": f"`validation_failed`, {_NO_DRAFT}"},
}
NOT_PREVIEWED_IN_PLACE: Answers = NOT_FOUND | {
    409: NOT_REPLACED[409],
    422: {"description": f"`validation_failed`, {_NO_CHANGE}, {_NO_DRAFT}"},
}
NOT_CANCELED: Answers = NOT_FOUND | {409: {"description": "`not_cancelable`: it has ended"}}
NOT_CLOSED: Answers = _TOO_FAST | {
    404: {"description": "`no_position`: there is nothing to close"},
    409: {
        "description": "`not_free`: orders hold what is to be closed, `held_by` says which;"
        f" {_IN_THE_WAY}"
    },
    422: {
        "description": "`validation_failed`, `quantity_too_small`, `size_ambiguous`,"
        " `unknown_symbol`, `no_quote`, or `key_reused`"
    },
}


def orders_router() -> APIRouter:
    """A router of one matter."""
    return APIRouter(prefix=f"/api/{AREA}", tags=["orders"], responses=REFUSED)
