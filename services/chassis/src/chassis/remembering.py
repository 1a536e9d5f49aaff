"""Remembering a bounded number of things, in the order in which they came."""

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def remember(memory: dict[K, V], name: K, value: V, at_most: int) -> None:
    """Put it into ``memory`` as the newest; of too many, what came first is forgotten."""
    memory.pop(name, None)
    if len(memory) >= at_most:
        del memory[next(iter(memory))]
    memory[name] = value
