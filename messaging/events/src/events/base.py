"""What makes a class an event."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

from vocabulary import (
    MONEY_PLACES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    AccountId,
    Money,
    Price,
    Quantity,
    plain,
)

CATALOGUE: dict[str, type["Event"]] = {}
"""Every event class, by its name on the wire."""

OWNERS = dict.fromkeys(("exchange", "market", "tape"), "market_data") | {
    "entitlements": "portfolio"
}
"""The service behind each module of events, where it is not called the same."""

Key = Literal["account_id", "symbol", "market", "trail"]
"""The field that names the aggregate; ``market`` and ``trail`` are aggregates of one."""


class Channel(StrEnum):
    """Which exchange carries an event."""

    EVENTS = "outcry.events"
    """Domain events: durable, confirmed, through the outbox; none is ever lost."""
    MARKET = "outcry.market"
    """Prices: transient, no outbox; the newest wins."""
    TAPE = "outcry.tape"
    """Everything that the feed says: a stream that is kept, and read again from where one likes."""


def _no_float(number: object) -> object:
    if isinstance(number, float):
        raise ValueError("numbers travel as strings; a float has already lost digits")  # noqa: TRY004
    return number


def _exact(sign: str, places: int) -> tuple[Any, ...]:
    """How a number travels: as a string, digit by digit."""
    pattern = rf"^{sign}\d+(\.\d{{1,{places}}})?$"
    return (
        Field(decimal_places=places, allow_inf_nan=False, max_digits=38),
        BeforeValidator(_no_float),
        PlainSerializer(plain, return_type=str, when_used="json"),
        WithJsonSchema({"type": "string", "format": "decimal", "pattern": pattern}),
    )


_SIGNED = "-?"
_POSITIVE = "(?=.*[1-9])"
Cash = Annotated[Money, *_exact(_SIGNED, MONEY_PLACES)]
"""Dollars, signed."""
Shares = Annotated[Quantity, *_exact(_SIGNED, QUANTITY_PLACES)]
"""Shares, signed."""
Figure = Annotated[Decimal, *_exact(_SIGNED, QUANTITY_PLACES)]
"""What a rule counts: dollars, shares, per cent or orders."""
PositiveShares = Annotated[Quantity, Field(gt=0), *_exact(_POSITIVE, QUANTITY_PLACES)]
PositivePrice = Annotated[Price, Field(gt=0), *_exact(_POSITIVE, PRICE_PLACES)]


class Facts(BaseModel):
    """Something that an event says. Unknown fields are ignored, so that new ones do no harm."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", from_attributes=True, use_attribute_docstrings=True
    )


class OfAccount(Facts):
    """Something about one account."""

    account_id: AccountId
    """The account that it concerns."""


class CashAfterwards(OfAccount):
    """Something that settles how much cash there is."""

    cash: Cash
    """The balance afterwards, in dollars."""


class Event(Facts):
    """A fact that has happened, named in the past tense and never changed afterwards.

    Subclasses hold facts only. Who caused the event, and when, is the envelope's business.
    Unknown fields are ignored, so an owner may add an optional field at any time; any other
    change is a new event with a new name. Events with the same ``key`` stay in order.
    """

    name: ClassVar[str]
    key: ClassVar[Key]
    channel: ClassVar[Channel]
    owner: ClassVar[str]
    publishers: ClassVar[frozenset[str]]
    """The owner, and who else may say it."""
    dataschema: ClassVar[str]

    def __init_subclass__(
        cls,
        *,
        name: str,
        key: Key = "account_id",
        channel: Channel = Channel.EVENTS,
        also: frozenset[str] = frozenset(),
    ) -> None:
        super().__init_subclass__()
        if name in CATALOGUE:
            raise ValueError(f"two events are named {name!r}")
        cls.name, cls.key, cls.channel = name, key, channel
        cls.owner = OWNERS.get(module := cls.__module__.rpartition(".")[2], module)
        cls.publishers = also | {cls.owner}
        cls.dataschema = f"/event-schemas/{name}.json"
        CATALOGUE[name] = cls

    @property
    def subject(self) -> str:
        """The aggregate that the event is about, and whose events stay in order."""
        if self.key in {"market", "trail"}:
            return self.key
        subject: UUID | str | Decimal = getattr(self, self.key)
        return str(subject)
