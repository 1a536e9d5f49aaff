"""Bugs that somebody could put into lots, splits, dividends, transfers, and ends of epochs.

Only tests ever do, and from outside; each is as small as a careless edit would be.
"""
# ruff: noqa: ANN401, SLF001
# pyright: reportPrivateUsage=false
# they reach for what is private, and take the place of functions of all kinds

from collections.abc import Mapping, Sequence
from typing import Any

import order.repository.house
import order.repository.lives
import portfolio.handlers.actions
import portfolio.tables
import risk.handlers.companies
import risk.handlers.lives
from chassis import statements
from portfolio.domain.lots import Queue
from simulation.bugs_of_carriers import Change, Plant, nobody, nothing
from simulation.bugs_of_services import not_written


def _none(*_: Any, **__: Any) -> tuple[()]:
    """Nothing comes of it."""
    return ()


def lots_not_split() -> Sequence[Change]:
    """A split makes more shares, and lots stay as they are."""
    return [(Queue, "_resize", nobody)]


def new_lots_not_stored() -> Sequence[Change]:
    """What a booking brought is in no lot."""
    return not_written(portfolio.tables.lots, statements._insert)


def lots_stay_as_stored() -> Sequence[Change]:
    """What leaves a lot leaves it in memory only."""
    return not_written(portfolio.tables.lots, statements._update)


def splits_not_taken() -> Sequence[Change]:
    """Nobody's shares become more, nor is a dividend promised to anybody."""
    return [(portfolio.handlers.actions, "take_effect", _none)]


def entitlements_not_stored() -> Sequence[Change]:
    """What an action did is forgotten, and is done again."""
    return not_written(portfolio.tables.entitlements, statements._upsert)


def dividends_not_paid() -> Sequence[Change]:
    """A dividend stays a promise."""
    return [(portfolio.handlers.actions, "pay", _none)]


def split_shares_unknown_to_risk() -> Sequence[Change]:
    """Risk has as many shares as before."""
    return [(risk.handlers.companies, "settle_split", _none)]


def holds_not_adjusted() -> Sequence[Change]:
    """Risk holds for an order what it could cost before the split."""
    return [(risk.handlers.companies, "adjust", _none)]


def split_shares_unknown_to_orders() -> Sequence[Change]:
    """The order service has as many shares as before."""
    return [(order.repository.house, "split_positions", nothing)]


def deposits_unknown_to_risk() -> Sequence[Change]:
    """What is paid in cannot be spent."""
    return [(risk.handlers.lives, "pay_in", nobody)]


def outcomes_of_transfers_not_stored() -> Sequence[Change]:
    """A transfer is made, and whoever asked for it waits for ever."""
    return not_written(portfolio.tables.transfers, statements._update)


def windings_not_stored() -> Sequence[Change]:
    """An account is wound up in memory only."""
    return not_written(portfolio.tables.windings, statements._upsert)


def shares_of_before_kept_by_orders() -> Sequence[Change]:
    """The order service lets who starts over keep all shares."""
    return [(order.repository.lives, "forget_traded_before", nothing)]


BUGS: Mapping[str, Plant] = {
    plant.__name__: plant
    for plant in (
        lots_not_split,
        new_lots_not_stored,
        lots_stay_as_stored,
        splits_not_taken,
        entitlements_not_stored,
        dividends_not_paid,
        split_shares_unknown_to_risk,
        holds_not_adjusted,
        split_shares_unknown_to_orders,
        deposits_unknown_to_risk,
        outcomes_of_transfers_not_stored,
        windings_not_stored,
        shares_of_before_kept_by_orders,
    )
}
