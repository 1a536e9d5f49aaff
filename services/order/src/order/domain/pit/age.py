"""Whether what was asked for is of the time that the market has now, or of one taken back."""

from typing import NamedTuple
from uuid import UUID

from vocabulary import made_at

HEARD_MILLISECONDS = 2_000
"""So long after time was taken back somebody may not have heard of it. What time it is, is told to
everybody once a second."""


class Age(NamedTuple):
    """Since when market time goes on as it does.

    ``began`` is that in milliseconds since 1970 by the wall. If time was taken back then, ``left``
    is how far it had come, in microseconds of market time; ``None`` if not, or if nobody knows.
    """

    began: int
    left: int | None = None

    def is_of_before(self, identity: UUID, time: int | None) -> bool:
        """Whether whoever made that id, at that market ``time``, went by what was taken back."""
        made = made_at(identity)
        if time is None or self.left is None or time < self.left:
            return made < self.began
        return made < self.began + HEARD_MILLISECONDS
