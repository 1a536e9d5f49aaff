"""Accounts as their owners see them, with transfers, resets and past epochs."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from events.base import Cash
from portfolio.domain.life import TransferState, WindingState
from portfolio.repository.shown import Found
from portfolio.schemas.paging import EPOCH_MAX
from vocabulary import AccountId, FillModelName, MarginType, TransferKind, WindingPurpose


class AccountState(StrEnum):
    """Where an account is in its life."""

    OPEN = "open"
    WINDING_UP = "winding_up"
    """It trades no more, until it has been reset or closed."""
    CLOSED = "closed"


class AccountResponse(BaseModel):
    """An account. ``epoch`` is how often it has begun, ``opening_cash`` what with at first."""

    account_id: AccountId
    name: str
    state: AccountState
    currency: Literal["USD"]
    margin: MarginType
    fill_model: FillModelName | None
    opening_cash: Cash
    epoch: int
    paid_in: Cash
    cash: Cash
    opened_at: AwareDatetime

    @classmethod
    def of(cls, row: Found) -> Self:
        """The account as its owner sees it."""
        state = AccountState.WINDING_UP if row.is_winding else AccountState.OPEN
        if row.is_closed:
            state = AccountState.CLOSED
        return cls(
            account_id=row.account_id,
            name=row.name,
            state=state,
            currency=row.currency,
            margin=row.margin,
            fill_model=row.fill_model,
            opening_cash=row.opening_cash,
            epoch=row.epoch,
            paid_in=row.paid_in,
            cash=row.cash,
            opened_at=row.opened_at,
        )


class AccountList(BaseModel):
    """Accounts, oldest first; those that have ended too.

    ``next_cursor`` leads to newer ones, if there are any.
    """

    items: list[AccountResponse]
    next_cursor: AccountId | None

    @classmethod
    def of(cls, rows: Sequence[Found], limit: int) -> Self:
        """A part of the list, of which one row more was asked for."""
        items = [AccountResponse.of(row) for row in rows[:limit]]
        return cls(items=items, next_cursor=items[-1].account_id if len(rows) > limit else None)


class AccountPart(BaseModel):
    """Which part of the list. ``cursor`` is the ``next_cursor`` of the part before."""

    limit: Annotated[int, Field(ge=1, le=200)] = 200
    cursor: UUID | None = None


PartOfAccounts = Annotated[AccountPart, Query()]


class TransferResponse(BaseModel):
    """A deposit or withdrawal. If it was refused, ``reason`` says why.

    ``free_cash`` is then what could have been taken out, in dollars.
    """

    model_config = ConfigDict(from_attributes=True)

    transfer_id: UUID
    account_id: AccountId
    kind: TransferKind
    amount: Cash
    state: TransferState
    reason: str | None
    free_cash: Cash | None
    requested_at: AwareDatetime


class TransferPage(BaseModel):
    """Transfers, newest first. ``next_cursor`` leads to older ones, if there are any."""

    items: list[TransferResponse]
    next_cursor: UUID | None

    @classmethod
    def of(cls, rows: Sequence[Found], limit: int) -> Self:
        """A part of the list, of which one row more was asked for."""
        items = [TransferResponse.model_validate(row) for row in rows[:limit]]
        return cls(items=items, next_cursor=items[-1].transfer_id if len(rows) > limit else None)


class TransferPart(BaseModel):
    """Which part of the list. ``cursor`` is the ``next_cursor`` of the part before."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: UUID | None = None


Part = Annotated[TransferPart, Query()]


class WindingResponse(BaseModel):
    """A reset or a closing. ``cash`` is what the account starts over with, in dollars."""

    model_config = ConfigDict(from_attributes=True)

    winding_id: UUID
    account_id: AccountId
    purpose: WindingPurpose
    cash: Cash | None
    state: WindingState
    requested_at: AwareDatetime


class EpochResponse(BaseModel):
    """An epoch that is over, and what there was at its end, in dollars.

    ``invested`` is what the shares had cost that were still held: with the ``cash`` that is what
    was ``paid_in``, ``realised`` and brought by ``dividends``, less ``interest``. What happened in
    it is in the lists of trades and bookings, by ``?epoch=``.
    """

    model_config = ConfigDict(from_attributes=True)

    epoch: int
    paid_in: Cash
    cash: Cash
    invested: Cash
    realised: Cash
    fees: Cash
    dividends: Cash
    interest: Cash
    market_time: AwareDatetime | None
    ended_at: AwareDatetime


class EpochList(BaseModel):
    """Epochs that are over, oldest first. ``next_cursor`` leads to newer ones, if there are any."""

    items: list[EpochResponse]
    next_cursor: int | None

    @classmethod
    def of(cls, rows: Sequence[Found], limit: int) -> Self:
        """A part of the list, of which one row more was asked for."""
        items = [EpochResponse.model_validate(row) for row in rows[:limit]]
        return cls(items=items, next_cursor=items[-1].epoch if len(rows) > limit else None)


class EpochPart(BaseModel):
    """Which part of the list. ``cursor`` is the ``next_cursor`` of the part before."""

    limit: Annotated[int, Field(ge=1, le=200)] = 200
    cursor: Annotated[int, Field(ge=0, le=EPOCH_MAX)] = 0


PartOfEpochs = Annotated[EpochPart, Query()]
