"""What a simulated database answers: rows, as SQLAlchemy and the driver hand them out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from simulation.storage import Row


class Found(tuple[Any, ...]):
    """One row of an answer, as SQLAlchemy's or as the driver's."""

    __slots__ = ()
    names: ClassVar[Mapping[str, int]] = {}
    """Where values are that have names."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever is in there
        try:
            return self[self.names[name]]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401
        return super().__getitem__(self.names[place] if isinstance(place, str) else place)

    def keys(self) -> Iterable[str]:
        """Names of columns: so that a row can be taken apart by name."""
        return self.names

    @property
    def mapping(self) -> Row:
        """By name."""
        return {name: self[place] for name, place in self.names.items()}


class Answer:
    """What came of a statement."""

    def __init__(self, rows: Sequence[Any] = (), rowcount: int = 0) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> Sequence[Any]:
        """All rows."""
        return self._rows

    def mappings(self) -> "Answer":
        """The same rows: they can be asked for their columns by name as they are."""
        return self

    def first(self) -> Any:  # noqa: ANN401
        """The first row, if there is any."""
        return self._rows[0] if self._rows else None

    def one_or_none(self) -> Any:  # noqa: ANN401
        """The only row, if there is any."""
        assert len(self._rows) <= 1
        return self.first()

    def scalar(self) -> Any:  # noqa: ANN401
        """The first value of the first row, if there is any."""
        return self._rows[0][0] if self._rows else None

    def scalars(self) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self._rows]


@cache
def kind_of(names: tuple[str, ...]) -> type[Found]:
    """Rows whose values have these names."""
    places = {name: place for place, name in enumerate(names)}
    return type("Found", (Found,), {"__slots__": (), "names": places})


def rows_of(names: Iterable[str], values: Iterable[Iterable[Any]]) -> list[Found]:
    """Rows whose values have these names."""
    kind = kind_of(tuple(names))
    return [kind(one) for one in values]
