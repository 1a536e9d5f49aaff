"""Codes, and what is said about the second factor that they are of."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from auth.domain.second_factor import normal_code

_PATTERN = r"^[\s-]*(([0-9][\s-]*){6}|([A-Za-z2-7][\s-]*){24})$"
"""What a code may look like, for those who read the schema."""
Code = Annotated[
    str,
    Field(max_length=64, examples=["492039"], json_schema_extra={"pattern": _PATTERN}),
    AfterValidator(normal_code),
]
"""Six digits of an authenticator app, or a recovery code; blanks and hyphens do not matter."""


class SecondFactorResponse(BaseModel):
    """Whether a second factor is asked for, and how many recovery codes can stand in for it."""

    enabled: bool
    recovery_codes_left: Annotated[int, Field(examples=[10])]


class EnrolmentResponse(BaseModel):
    """The secret that codes are computed from, in three forms; an app needs one of them.

    It is shown once. Nothing is asked for until a code of the app has confirmed it.
    """

    model_config = ConfigDict(from_attributes=True)

    secret: Annotated[str, Field(examples=["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"])]
    """Base32, to type."""
    uri: Annotated[
        str,
        Field(
            examples=[
                "otpauth://totp/Outcry:ada%40example.com"
                "?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Outcry"
            ]
        ),
    ]
    """To open on the phone."""
    qr: Annotated[str, Field(examples=["data:image/svg+xml;charset=utf-8,%3Csvg…"])]
    """To show as a picture that the app can scan: an SVG as a data URI."""


class ConfirmRequest(BaseModel):
    """What the app shows now."""

    model_config = ConfigDict(extra="forbid")

    code: Code = Field(repr=False)


class RecoveryCodesResponse(BaseModel):
    """Ten codes to keep where the phone is not. Each is good once; they are shown only now."""

    recovery_codes: Annotated[
        list[str],
        Field(examples=[["abcd-efgh-ijkl-mnop-qrst-uvwx"]]),
    ]
