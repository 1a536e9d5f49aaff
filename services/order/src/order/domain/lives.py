"""What became of an account, as far as orders are concerned."""

from dataclasses import dataclass

from vocabulary import AccountId


@dataclass(slots=True)
class AccountNews:
    """An account that was opened with a fill model, has come to rest, or was closed."""

    account_id: AccountId
    fill_model: str | None = None
    is_empty: bool = False
    is_closed: bool = False
