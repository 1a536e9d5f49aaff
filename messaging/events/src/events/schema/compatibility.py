"""What breaks a promise: anything but a new optional field, a new event, or a new word.

A consumer that was written for the old schema must understand what is sent now, and a handler of
now must understand what was sent, stored or parked under the old one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
NOTES = frozenset({"title", "description", "examples", "$id", "$schema", "$defs", "components"})
"""What may be reworded freely."""
_WITHIN = {"items": "[]", "propertyNames": "{}"}
"""Schemas of what is within a value, and how a path goes on to them."""
_LOOKED_AT = NOTES | _WITHIN.keys() | {"properties", "required", "enum", "allOf", "$ref"}


def breaks(name: str, old: Json, new: Json) -> list[str]:
    """What is broken between two versions of the schema called ``name``; empty if nothing is."""
    return list(_compare(name, _Place(old, old), _Place(new, new)))


def breaks_of_all(old: Mapping[str, Json], new: Mapping[str, Json]) -> list[str]:
    """What is broken between two versions of many schemas, by name."""
    gone = [f"{name}: gone" for name in sorted(old.keys() - new.keys())]
    kept = sorted(old.keys() & new.keys())
    return gone + [one for name in kept for one in breaks(name, old[name], new[name])]


def schemas_in(asyncapi: Json) -> dict[str, Json]:
    """Every schema and every message of an AsyncAPI document, by name."""
    components = asyncapi["components"]
    messages = {name: message["payload"] for name, message in components["messages"].items()}
    return {
        f"asyncapi {name}": {**schema, "components": components}
        for name, schema in [*components["schemas"].items(), *messages.items()]
    }


class _Place:
    """A part of a document, with the parts it refers to."""

    def __init__(self, document: Json, part: Json) -> None:
        self.document = document
        self.part = part

    def to(self, part: Json) -> "_Place":
        return _Place(self.document, part)

    def resolved(self) -> "_Place":
        """With what it refers to instead of the reference; what stands beside it goes first."""
        place = self
        while reference := place.part.get("$ref"):
            target: Any = self.document
            for step in reference.removeprefix("#/").split("/"):
                target = target[step]
            beside = {word: what for word, what in place.part.items() if word != "$ref"}
            place = self.to({**target, **beside})
        return place


def _compare(path: str, old: _Place, new: _Place) -> Iterator[str]:
    old, new = old.resolved(), new.resolved()
    yield from _compare_words(path, old.part, new.part)
    yield from _compare_fields(path, old, new)
    for word, step in _WITHIN.items():
        if old.part.get(word) and new.part.get(word):
            yield from _compare(path + step, old.to(old.part[word]), new.to(new.part[word]))
    for before, after in zip(old.part.get("allOf", ()), new.part.get("allOf", ()), strict=False):
        yield from _compare(path, old.to(before), new.to(after))


def _compare_words(path: str, old: Json, new: Json) -> Iterator[str]:
    """Everything that is said of the value itself."""
    for word in sorted((old.keys() | new.keys()) - _LOOKED_AT):
        if old.get(word) != new.get(word):
            yield f"{path}: {word} was {old.get(word)!r}, is {new.get(word)!r}"
    for word in (*_WITHIN, "enum"):
        if (word in old) != (word in new):
            yield f"{path}: {word} changed"
    if len(old.get("allOf", ())) != len(new.get("allOf", ())):
        yield f"{path}: allOf changed"
    for value in old.get("enum", ()):
        if value not in new.get("enum", ()) and "enum" in new:
            yield f"{path}: {value!r} is not allowed any more"


def _compare_fields(path: str, old: _Place, new: _Place) -> Iterator[str]:
    before, after = old.part.get("properties", {}), new.part.get("properties", {})
    for name, schema in before.items():
        if name not in after:
            yield f"{path}.{name}: gone"
        else:
            yield from _compare(f"{path}.{name}", old.to(schema), new.to(after[name]))
    needed_before = set(old.part.get("required", ()))
    needed = set(new.part.get("required", ()))
    for name in sorted(needed - needed_before):
        yield f"{path}.{name}: is required now"
    for name in sorted((needed_before - needed) & after.keys()):
        yield f"{path}.{name}: may be missing now"
