"""What an order would cost, hold and break, if it were placed now."""

from typing import Self

from pydantic import BaseModel

from events.base import Cash, Figure, Shares
from risk.domain.case import Refusal
from risk.domain.estimating import Estimate
from risk.domain.stopping import Stopping
from vocabulary import NO_MONEY, Money, RejectionReason, Side


class BrokenRule(BaseModel):
    """A rule that the order would break, and the figures that were compared."""

    reason: RejectionReason
    rule: str
    needed_cash: Cash | None
    free_cash: Cash | None
    needed_shares: Shares | None
    free_shares: Shares | None
    allowed: Figure | None
    reached: Figure | None

    @classmethod
    def of(cls, refusal: Refusal) -> Self:
        """One refusal. It comes from our own domain: nothing is checked again."""
        return cls.model_construct(**{name: getattr(refusal, name) for name in cls.model_fields})


class EstimateResponse(BaseModel):
    """What would become of the order: `would_be_approved` if it breaks no rule.

    `cost` is what it may be worth at most, in dollars, without fees, and `fees` the most that its
    own may come to; `quantity` is for how many shares it would be approved: one that may only
    reduce a position is for as many as there are. It would hold so much buying power and so many
    shares, with its exits, and beyond what an order that it replaces holds; `opens` of its shares
    would enlarge a position or open one, and `sells_short` of them are not there. What a margin
    account only closes holds no buying power. `position_afterwards` is what there would be of its
    symbol once all of it has traded, negative where shares are owed. `loss_at_stop` is what would
    be lost, with fees, if the order and its stop loss trade at their prices, in dollars: a stop may
    trade at a worse one. It is missing where no stop loss comes with the order.
    """

    would_be_approved: bool
    quantity: Shares
    cost: Cash
    fees: Cash
    holds_buying_power: Cash
    holds_shares: Shares
    buying_power: Cash
    buying_power_afterwards: Cash
    opens: Shares
    sells_short: Shares
    position_afterwards: Shares
    loss_at_stop: Cash | None
    broken: list[BrokenRule]

    @classmethod
    def of(cls, estimate: Estimate, stopping: Stopping | None = None) -> Self:
        """The case as its trader sees it; every rule that it breaks, the first one first.

        It comes from our own domain: nothing is checked again.
        """
        rules = [BrokenRule.of(one) for one in estimate.broken]
        case = estimate.case
        free = NO_MONEY if case.means is None else case.means.cash
        need = case.need
        signed = case.quantity if case.side is Side.BUY else -case.quantity
        return cls.model_construct(
            would_be_approved=not rules,
            quantity=case.quantity,
            cost=case.worth,
            fees=estimate.fees,
            holds_buying_power=need.cash,
            holds_shares=need.shares,
            buying_power=free,
            buying_power_afterwards=Money(free - need.cash),
            opens=need.opened,
            sells_short=need.shorted,
            position_afterwards=estimate.position + signed,
            loss_at_stop=stopping and stopping.loss(case.quantity),
            broken=rules,
        )
