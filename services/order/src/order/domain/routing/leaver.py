"""Somebody who may leave."""

from dataclasses import dataclass

from vocabulary import AccountId


@dataclass(slots=True)
class Leaver:
    """An account, and whether its owner ``has_left``."""

    account_id: AccountId
    has_left: bool = False
