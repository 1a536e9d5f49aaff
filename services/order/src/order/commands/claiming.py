"""Closing orders that come at the same moment: what one of them takes is not free for the next."""

from collections import defaultdict
from collections.abc import Sequence

from chassis.errors import Refusal
from chassis.transaction import Transaction
from order.commands.closing import closing_ticket, the_only
from order.commands.drafting import Draft, PlaceWish
from order.domain.record import OrderRecord
from order.repository.closing import find_closable, wait_in_turn
from vocabulary import NO_SHARES, AccountId, Quantity, Symbol


async def claimed(
    tx: Transaction, wishes: Sequence[PlaceWish], drafts: Sequence[Draft]
) -> list[Draft]:
    """The drafts, but a refusal instead of each that closes what others hold by now.

    What was free when somebody looked may be taken by another request that looked then.
    """
    answers = list(drafts)
    closing = [
        (place, one)
        for place, (wish, one) in enumerate(zip(wishes, drafts, strict=True))
        if wish.closes and isinstance(one, OrderRecord)
    ]
    if not closing:
        return answers
    await wait_in_turn(tx.connection, {one.account_id for _, one in closing})
    taken: defaultdict[tuple[AccountId, Symbol], Quantity] = defaultdict(lambda: NO_SHARES)
    for place, one in closing:
        key = account_id, symbol = one.account_id, one.ticket.symbol
        found = await find_closable(tx.connection, account_id, symbol)
        try:
            left = the_only(found, symbol)
            left = left._replace(held=Quantity(left.held + taken[key]))
            closing_ticket(left, one.quantity)
        except Refusal as refusal:
            answers[place] = refusal
        else:
            taken[key] = Quantity(taken[key] + one.quantity)
    return answers
