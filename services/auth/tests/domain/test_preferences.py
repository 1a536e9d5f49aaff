"""Preferences are JSON objects, kept letter by letter, and their versions are exact."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.domain.preferences import (
    DEPTH_MAX,
    NotJson,
    NotStorable,
    Preferences,
    document_of,
    versions_in,
)

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def nested(depth: int) -> bytes:
    """That many containers inside each other."""
    inner = depth - 1
    return b'{"a":' + b"[" * inner + b"]" * inner + b"}"


@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_any_object_is_kept_letter_by_letter(document: dict[str, object]) -> None:
    for text in (json.dumps(document), json.dumps(document, indent=2)):
        assert document_of(text.encode()) == text


@pytest.mark.parametrize(
    "text",
    [
        "{}", ' {"a" : 1}\n', '{"a":1,"a":2}', '{"\\ud800":"\\u0000"}', '{"a":1e999,"b":-0.0}',
        '{"a":' + "9" * 60_000 + "}",
    ],
)  # fmt: skip
def test_what_is_odd_but_json_is_kept_too(text: str) -> None:
    assert document_of(text.encode()) == text


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"{", b'{"a":}', b"{'a':1}", b'{"a":1}{', b'{"a":NaN}', b'{"a":-Infinity}',
        b'{"a":"\xff"}', b'{"a":"\0"}', b'\xef\xbb\xbf{"a":1}', b'{"a":01}',
    ],
)  # fmt: skip
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(NotJson):
        document_of(body)


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"text"', b"true", b"[{}]"])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(NotStorable, match="a JSON object"):
        document_of(body)


def test_containers_stand_inside_each_other_only_so_deep() -> None:
    assert document_of(nested(DEPTH_MAX)) == nested(DEPTH_MAX).decode()
    for depth in (DEPTH_MAX + 1, 30_000):
        with pytest.raises(NotStorable, match="at most 32 deep"):
            document_of(nested(depth))


@pytest.mark.parametrize(
    ("condition", "versions"),
    [
        ('"0"', {0}),
        ('"7"', {7}),
        (' W/"7" ', {7}),
        ('"1", W/"2" ,"3"', {1, 2, 3}),
        ('"999999999"', {999_999_999}),
        ('"9999999999"', set[int]()),
        ("7", set[int]()),
        ('"07"', set[int]()),
        ('"-1"', set[int]()),
        ('"\u0667"', set[int]()),
        ("", set[int]()),
        ('"x","2"', {2}),
    ],
)
def test_a_condition_names_versions(condition: str, versions: set[int]) -> None:
    assert versions_in(condition) == versions


def test_a_star_accepts_any_version() -> None:
    assert versions_in(" * ") is None


def test_before_they_are_stored_preferences_are_empty() -> None:
    assert Preferences() == Preferences(0, "{}")
