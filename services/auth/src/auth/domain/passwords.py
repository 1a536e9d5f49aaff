"""Which passwords are among the first that anybody would try."""

import re
from collections.abc import Collection, Iterable, Set

SERVICE = "outcry"
DIFFERENT_CHARACTERS_MIN = 3
NAME_CHARACTERS_MIN = 3
"""A shorter name is part of too many words to mean anything."""

_SEPARATORS = re.compile(r"[\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")


def is_tried_first(password: str, common: Set[str], names: Iterable[str]) -> bool:
    """Whether a password is known to be popular, or says whose it is or what it is for.

    ``common`` are popular ones in small letters. ``names`` are those of its owner, and the e-mail.
    The password is looked at as a whole: a common word among others does no harm.
    """
    text = password.casefold()
    if text in common or len(set(text)) < DIFFERENT_CHARACTERS_MIN:
        return True
    return _is_made_of_names(text, [SERVICE, *_parts_of(names)])


def _is_made_of_names(text: str, names: Collection[str]) -> bool:
    """Whether nothing but digits and signs is left without the names."""
    left = text
    for name in sorted(names, key=len, reverse=True):
        left = left.replace(name, " ")
    return left != text and not _LETTER.search(left)


def _parts_of(names: Iterable[str]) -> list[str]:
    """The words in names; of an e-mail those before the ``@``."""
    words = (_SEPARATORS.split(name.casefold().partition("@")[0]) for name in names)
    return [word for some in words for word in some if len(word) >= NAME_CHARACTERS_MIN]
