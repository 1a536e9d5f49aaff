"""What is sent to a device is what RFC 8291 says, bit by bit, and says who sends it (RFC 8292)."""

from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from auth.connections.encryption import NotAKey, encrypt, encrypt_with, open_key
from auth.connections.vapid import Sender
from chassis.tokens import ALGORITHM

NOW = datetime(2026, 11, 22, 16, tzinfo=UTC)
DEVICE_KEY = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
DEVICE_SECRET = "BTBZMqHH6r4Tts7J_aSIgg"  # noqa: S105  # of the RFC
OWN_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
MESSAGE = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN"
)


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_example_of_the_standard_comes_out() -> None:
    """RFC 8291, section 5."""
    own = ec.derive_private_key(int.from_bytes(decoded(OWN_KEY)), ec.SECP256R1())

    message = encrypt_with(
        b"When I grow up, I want to be a watermelon",
        decoded(DEVICE_KEY),
        decoded(DEVICE_SECRET),
        own,
        decoded(SALT),
    )

    assert message == decoded(MESSAGE)


def test_no_two_messages_have_the_same_key() -> None:
    first, second = (encrypt(b"x", decoded(DEVICE_KEY), decoded(DEVICE_SECRET)) for _ in range(2))

    assert first[:16] != second[:16]
    assert first[21:86] != second[21:86]
    assert len(first) == 1 + 103


@pytest.mark.parametrize("key", [b"", b"\x04" + b"\1" * 64, b"\x04" * 64, b"\x04" + b"\xff" * 64])
def test_what_is_no_point_is_no_key(key: bytes) -> None:
    with pytest.raises(NotAKey):
        open_key(key)


def test_push_services_are_told_who_sends() -> None:
    sender = Sender(bytes(range(64)), "mailto:ops@example.com")

    header = sender.authorization("https://push.example:8443/a/b?c=d", NOW)

    scheme, token, key = header.replace(",", "").split()
    assert (scheme, key) == ("vapid", f"k={sender.public_key}")
    public = open_key(decoded(sender.public_key))
    claims = jwt.decode(
        token.removeprefix("t="),
        public,
        [ALGORITHM],
        audience="https://push.example:8443",
        options={"verify_exp": False},
    )
    assert claims["sub"] == "mailto:ops@example.com"
    assert claims["exp"] == (NOW + timedelta(hours=12)).timestamp()


def test_a_sender_is_the_same_after_a_restart_and_another_with_another_secret() -> None:
    one, again, other = (Sender(seed, "") for seed in (b"a" * 64, b"a" * 64, b"b" * 64))

    assert one.public_key == again.public_key != other.public_key
    assert "sub" not in jwt.decode(
        one.authorization("https://a.example/x", NOW).split("t=")[1].partition(",")[0],
        options={"verify_signature": False},
    )
