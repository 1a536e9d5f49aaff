"""What things are called. Ids are UUIDs of version 7: they sort by the time they were made."""

from typing import NewType
from uuid import UUID

AccountId = NewType("AccountId", UUID)
ClientOrderId = NewType("ClientOrderId", str)
FillId = NewType("FillId", UUID)
OrderId = NewType("OrderId", UUID)
SessionId = NewType("SessionId", UUID)
Symbol = NewType("Symbol", str)
UserId = NewType("UserId", UUID)

RANDOM_BYTES = 10
_TIMESTAMP_BITS = 48
_TIMESTAMP_SHIFT = 80
_VERSION_7 = 0x7 << 76
_VARIANT_RFC = 0b10 << 62
_RANDOM_MASK = (1 << 80) - 1 & ~(0xF << 76) & ~(0b11 << 62)


def uuid7(unix_milliseconds: int, randomness: bytes) -> UUID:
    """A version 7 UUID (RFC 9562, section 5.7) from a time and ten random bytes.

    Both are arguments, because a domain has neither a clock nor dice.

    Raises:
        ValueError: the time does not fit 48 bits, or there are not ten bytes.
    """
    if len(randomness) != RANDOM_BYTES or not 0 <= unix_milliseconds < 1 << _TIMESTAMP_BITS:
        raise ValueError("a version 7 UUID is made of 48 bits of time and 10 random bytes")
    noise = int.from_bytes(randomness) & _RANDOM_MASK
    return UUID(int=unix_milliseconds << _TIMESTAMP_SHIFT | _VERSION_7 | _VARIANT_RFC | noise)


def made_at(identity: UUID) -> int:
    """When a version 7 UUID was made, in milliseconds since 1970."""
    return identity.int >> _TIMESTAMP_SHIFT
