"""What is said about the accounts that somebody signs in with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from auth.domain.accounts import Account
from chassis.tokens import Principal
from vocabulary import AccountId

NamedAccount = Annotated[AccountId, Field(examples=["0199c1f0-5a2b-7c3d-8e4f-001122334455"])]
"""One that somebody names in a request."""


class OwnAccount(BaseModel):
    """An account. ``is_default`` if one signs in with it, ``is_current`` if the token is for it."""

    account_id: AccountId
    name: str
    is_default: bool
    is_current: bool
    opened_at: datetime | None
    closed_at: datetime | None


class OwnAccounts(BaseModel):
    """The caller's accounts, oldest first; those that were closed too.

    A new one is among them as soon as it was heard of.
    """

    items: list[OwnAccount]

    @classmethod
    def of(cls, who: Principal, default: AccountId, accounts: Sequence[Account]) -> Self:
        """Those that the caller may see: a machine no other than the one that its key is for."""
        own, person = who.account_id, who.authenticated_at
        shown = [one for one in accounts if person or one.account_id == own]
        return cls(
            items=[
                OwnAccount(
                    account_id=one.account_id,
                    name=one.name,
                    is_default=one.account_id == default,
                    is_current=one.account_id == who.account_id,
                    opened_at=one.opened_at,
                    closed_at=one.closed_at,
                )
                for one in shown
            ]
        )


class DefaultRequest(BaseModel):
    """The account to sign in with."""

    model_config = ConfigDict(extra="forbid")

    account_id: NamedAccount
