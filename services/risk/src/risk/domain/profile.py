"""What risk knows of an account besides what it owns and what orders hold."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from risk.domain.calls import MarginCall
from risk.domain.companies import TOLD, Foreseen
from risk.domain.diary import Diary
from risk.domain.life import Life
from risk.domain.market import day_begins
from vocabulary import NO_SHARES, MarginType, Money, Price, Quantity, Symbol, UserId

DAYS_KEPT = 10
"""Who hears of a split later than this, in days with trades, takes what was bought since for old
shares until the portfolio has told what became of them."""


@dataclass(slots=True)
class Profile:
    """Whose an account is, and how it stands.

    ``paid`` is what was last paid for each symbol, in dollars per share: what shares are worth as
    long as the market has named no price. One is ``leveraged`` that holds more than it could over
    night; ``call`` is the margin call that is open. ``splits`` are those that were heard
    of, and what was foreseen of each. ``moved`` is how many shares were bought on the last days on
    which there were trades, less those that were sold.
    """

    user_id: UserId | None = None
    margin: MarginType = MarginType.CASH
    leveraged: bool = False
    call: MarginCall | None = None
    diary: Diary = field(default_factory=Diary)
    life: Life = field(default_factory=Life)
    paid: dict[Symbol, Price] = field(default_factory=dict[Symbol, Price])
    splits: dict[UUID, Foreseen] = field(default_factory=dict[UUID, Foreseen])
    moved: dict[Symbol, dict[date, Quantity]] = field(
        default_factory=dict[Symbol, dict[date, Quantity]]
    )

    @property
    def is_margin(self) -> bool:
        """Whether it may borrow."""
        return self.margin is MarginType.MARGIN

    def note_moved(self, symbol: Symbol, day: date, shares: Quantity) -> None:
        """Remember what was bought, or sold if negative, on a day."""
        days = self.moved.get(symbol, {})
        days[day] = Quantity(days.get(day, NO_SHARES) + shares)
        self.moved[symbol] = dict(sorted(days.items())[-DAYS_KEPT:])

    def moved_since(self, symbol: Symbol, at: datetime) -> Quantity:
        """What was bought, less what was sold, on days that began at a market time or later."""
        days = self.moved.get(symbol, {})
        return Quantity(sum((days[day] for day in days if day_begins(day) >= at), NO_SHARES))

    def start_over(self, cash: Money) -> None:
        """Begin again with so many dollars: nothing is owed, foreseen or remembered of before."""
        self.call, self.leveraged, self.diary = None, False, Diary(peak=cash)
        self.splits, self.moved = dict.fromkeys(self.splits, TOLD), {}
        self.life.start_over()
