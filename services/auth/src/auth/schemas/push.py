"""Being notified while no terminal is open, as browsers speak of it (W3C Push API)."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from auth.domain.push import ENDPOINT_CHARACTERS_MAX

KEY_PATTERN = r"^B[A-P][A-Za-z0-9_-]{85}$"
"""65 bytes that begin with 4, in base64url without padding."""
SECRET_PATTERN = r"^[A-Za-z0-9_-]{22}$"  # noqa: S105  # of what one looks like
Endpoint = Annotated[
    str,
    Field(
        pattern=r"^https?://[!-~]+$",
        max_length=ENDPOINT_CHARACTERS_MAX,
        examples=["https://push.example.com/v2/gAAAAABk"],
    ),
]


class PushKeys(BaseModel):
    """What encrypts for one device alone (RFC 8291)."""

    model_config = ConfigDict(extra="forbid")

    p256dh: Annotated[
        str,
        Field(
            pattern=KEY_PATTERN,
            description="Its public key: an uncompressed point of P-256, in base64url.",
            examples=[
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
            ],
        ),
    ]
    auth: Annotated[
        str,
        Field(
            pattern=SECRET_PATTERN,
            description="Its secret: 16 bytes, in base64url.",
            examples=["BTBZMqHH6r4Tts7J_aSIgg"],
        ),
    ]


class PushRequest(BaseModel):
    """A browser's subscription, as its ``toJSON`` says it."""

    model_config = ConfigDict(extra="forbid")

    endpoint: Endpoint
    keys: PushKeys


class PushResponse(BaseModel):
    """Whether the session that asks is notified, and what browsers need to subscribe."""

    public_key: Annotated[
        str,
        Field(
            description="The `applicationServerKey`: a point of P-256, in base64url (RFC 8292).",
            examples=[
                "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"
            ],
        ),
    ]
    endpoint: Annotated[
        str | None, Field(description="Where this session is notified; null if it is not.")
    ]
