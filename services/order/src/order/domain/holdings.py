"""What an account holds, as its portfolio said last."""

from dataclasses import dataclass, field

from vocabulary import AccountId, Quantity, Symbol


@dataclass(slots=True)
class Holdings:
    """Positions of one account, in shares: those that ``changed`` since they were stored."""

    account_id: AccountId
    changed: dict[Symbol, Quantity] = field(default_factory=dict[Symbol, Quantity])
