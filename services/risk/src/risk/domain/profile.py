"""What risk knows of an account besides what it owns and what orders hold."""

from dataclasses import dataclass, field
from uuid import UUID

from risk.domain.calls import MarginCall
from risk.domain.diary import Diary
from risk.domain.life import Life
from vocabulary import MarginType, Price, Quantity, Symbol, UserId


@dataclass(slots=True)
class Profile:
    """Whose an account is, and how it stands.

    ``paid`` is what was last paid for each symbol, in dollars per share: what shares are worth as
    long as the market has named no price. One is ``leveraged`` that holds more than it could over
    night; ``call`` is the margin call that is open. ``splits`` are those that were heard
    of, and how many shares were counted for each before it was told; none any more, once it was.
    """

    user_id: UserId | None = None
    margin: MarginType = MarginType.CASH
    leveraged: bool = False
    call: MarginCall | None = None
    diary: Diary = field(default_factory=Diary)
    life: Life = field(default_factory=Life)
    paid: dict[Symbol, Price] = field(default_factory=dict[Symbol, Price])
    splits: dict[UUID, Quantity] = field(default_factory=dict[UUID, Quantity])

    @property
    def is_margin(self) -> bool:
        """Whether it may borrow."""
        return self.margin is MarginType.MARGIN
