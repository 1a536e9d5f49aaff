"""With whom an account trades: the exchange in this house, or a broker."""

import re
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
)

from order.domain.routing.keys import BrokerKeys, BrokerName
from order.repository.broker_keys import Connected

Environment = Literal["paper", "live"]
KEY_EXAMPLE = "PK0123456789ABCDEF01"
_NAMES: dict[Environment, BrokerName] = {
    "paper": BrokerName.ALPACA_PAPER,
    "live": BrokerName.ALPACA_LIVE,
}
_ENVIRONMENTS: dict[BrokerName, Environment] = {name: one for one, name in _NAMES.items()}
_LETTERS = r"^[\x21-\x7e]+$"
_SHORTEST, _LONGEST = 8, 128


def _has_letters(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(_LETTERS, secret.get_secret_value()):
        raise ValueError("only printable letters, and no blanks")
    return secret


KeyId = Annotated[
    str, StringConstraints(min_length=_SHORTEST, max_length=_LONGEST, pattern=_LETTERS)
]
Secret = Annotated[
    SecretStr,
    Field(min_length=_SHORTEST, max_length=_LONGEST, json_schema_extra={"pattern": _LETTERS}),
    AfterValidator(_has_letters),
]


class ConnectBrokerRequest(BaseModel):
    """Keys of an account at Alpaca; ``live`` is real money. They are kept encrypted."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"key_id": KEY_EXAMPLE, "secret": "a" * 40, "environment": "paper"}]
        },
    )

    key_id: KeyId
    secret: Secret
    environment: Environment

    @property
    def broker(self) -> BrokerName:
        """Whose keys these are."""
        return _NAMES[self.environment]

    @property
    def keys(self) -> BrokerKeys:
        """What lets the account in there."""
        return BrokerKeys(self.key_id, self.secret.get_secret_value())


class BrokerResponse(BaseModel):
    """With whom the account trades. ``broker`` is `simulated` for the exchange in this house.

    ``reachable`` says whether this deployment lets orders go there. The secret is never shown;
    ``key_id`` is missing if the deployment has no key any more that opens it.
    """

    broker: str
    environment: Environment | None
    key_id: str | None
    reachable: bool
    connected_at: AwareDatetime | None

    @classmethod
    def of(cls, found: Connected, keys: BrokerKeys | None, *, reachable: bool) -> Self:
        """Everything but the secret."""
        return cls(
            broker=found.broker,
            environment=_ENVIRONMENTS[found.broker],
            key_id=None if keys is None else keys.key_id,
            reachable=reachable,
            connected_at=found.created_at,
        )
