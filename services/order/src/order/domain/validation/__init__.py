"""Which orders make sense: one table of rules. The first that an order breaks is why it is refused.

A rule is given the ticket and what is known of the market, and says why not, in plain words and
with the figures; its name is the code of the refusal. What is not known of the market forbids
nothing.
"""

from collections.abc import Mapping
from typing import NamedTuple

from order.domain.ticket import Ticket
from order.domain.validation import groups, lifetimes, prices, sizes
from order.domain.validation.facts import Figure, Market, Rule
from vocabulary import OrderType, Side, Symbol

__all__ = ["AMONG_EXITS", "OF_HELD_EXITS", "RULES", "Breach", "Market", "breach_of", "is_plain"]


class Breach(NamedTuple):
    """Which rule an order breaks, why in plain words, and the figures that were compared."""

    code: str
    text: str
    figures: Mapping[str, Figure]


RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        sizes.size_ambiguous,
        prices.price_missing,
        prices.price_not_used,
        prices.trail_ambiguous,
        prices.trail_too_far,
        prices.sub_penny,
        sizes.fractions_not_allowed,
        sizes.notional_not_allowed,
        sizes.display_not_allowed,
        sizes.display_too_large,
        lifetimes.time_in_force_not_allowed,
        lifetimes.expiry_missing,
        lifetimes.expiry_not_used,
        lifetimes.expiry_past,
        lifetimes.extended_hours_not_allowed,
        lifetimes.no_auction,
        lifetimes.auction_closed,
        lifetimes.post_only_not_allowed,
        groups.exits_not_used,
        groups.exits_missing,
        groups.stop_loss_ambiguous,
        groups.oco_not_limit,
        groups.oco_prices_differ,
        groups.group_time_in_force,
        groups.group_reduces_only,
        groups.exits_crossed,
        groups.exit_too_near,
        prices.stop_already_reached,
    )
}
"""By the code of the refusal, in the order in which they are asked."""


AMONG_EXITS: Mapping[str, Rule] = {"exits_crossed": RULES["exits_crossed"]}
"""What has to be true of the exits of a group whose entry may have traded already."""
OF_HELD_EXITS: Mapping[str, Rule] = {
    code: RULES[code] for code in ("trail_too_far", "exits_crossed", "exit_too_near")
}
"""What has to be true of them as long as they wait for their entry: as when they were placed."""


_OF_PLAIN = (
    "price_missing",
    "price_not_used",
    "sub_penny",
    "size_ambiguous",
    "fractions_not_allowed",
)
_PLAIN: Mapping[str, Rule] = {code: rule for code, rule in RULES.items() if code in _OF_PLAIN}
"""What an order can break that names nothing but a limit: it is most of them, and it has to be
fast."""
_LIMIT = Ticket._fields.index("limit_price") + 1
_REST = Ticket(Symbol(""), Side.BUY, OrderType.LIMIT, None)[_LIMIT:]
_SIMPLE_TYPES = frozenset({OrderType.MARKET, OrderType.LIMIT})


def breach_of(
    ticket: Ticket, market: Market, rules: Mapping[str, Rule] | None = None
) -> Breach | None:
    """The first rule that the order breaks, as the market is now; ``None`` if it makes sense."""
    if rules is None:
        rules = _PLAIN if is_plain(ticket) else RULES
    for code, rule in rules.items():
        why = rule(ticket, market)
        if why is not None:
            return Breach(code, *why)
    return None


def is_plain(ticket: Ticket) -> bool:
    """Whether an order names nothing but how much, and perhaps a limit."""
    return ticket.order_type in _SIMPLE_TYPES and ticket[_LIMIT:] == _REST
