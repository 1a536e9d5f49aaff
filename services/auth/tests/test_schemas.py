"""What is far too long is refused before anybody looks at what it says."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from auth.schemas.passwords import KnownPassword, NewPassword
from auth.schemas.profile import DisplayName, TimeZone
from auth.schemas.second_factor import Code
from auth.schemas.sessions import Email


@pytest.mark.parametrize(
    ("kind", "good", "too_long"),
    [
        (Email, " ada@example.com ", " " * 400 + "ada@example.com"),
        (KnownPassword, "\N{LATIN SMALL LIGATURE FI}" * 10, "e\u0301" * 300),
        (NewPassword, "e\u0301" * 100, "e\u0301" * 300),
        (DisplayName, "Ada   Lovelace", "Ada" + " " * 400 + "Lovelace"),
        (TimeZone, "Europe/London", "x" * 65),
        (Code, "492 039", "492" + "-" * 70 + "039"),
    ],
    ids=["email", "password", "new password", "name", "time zone", "code"],
)
def test_length_is_looked_at_first(kind: Any, good: str, too_long: str) -> None:  # noqa: ANN401
    text: TypeAdapter[str] = TypeAdapter(kind)

    assert text.validate_python(good)
    with pytest.raises(ValidationError, match="at most"):
        text.validate_python(too_long)
