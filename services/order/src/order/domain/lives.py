"""What became of an account, as far as orders are concerned."""

from dataclasses import dataclass
from datetime import datetime

from vocabulary import AccountId


@dataclass(slots=True)
class AccountNews:
    """An account that was opened with a fill model, has come to rest, or was closed.

    ``rested_at`` is the wall time at which nothing was open any more; where it began anew after
    that, ``epoch`` says for which time.
    """

    account_id: AccountId
    fill_model: str | None = None
    rested_at: datetime | None = None
    epoch: int | None = None
    is_closed: bool = False
