"""Which ids were seen lately, in bounded memory."""

from uuid import UUID


class Recent:
    """Remembers at least the last ``size`` ids, and at most twice as many.

    Two generations: when the young one is full it becomes the old one. That is cheaper than
    forgetting one id for each that comes, and nobody needs the limit to be exact.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._young: set[UUID] = set()
        self._old: set[UUID] = set()

    def __contains__(self, identity: UUID) -> bool:
        """Whether an id is remembered."""
        return identity in self._young or identity in self._old

    def add(self, identity: UUID) -> bool:
        """Remember an id; say whether it is new."""
        if identity in self:
            return False
        if len(self._young) >= self._size:
            self._old, self._young = self._young, set()
        self._young.add(identity)
        return True
