"""What is known of one company's actions."""

from dataclasses import dataclass, field

from portfolio.domain.actions import Action
from vocabulary import Symbol


@dataclass(slots=True)
class Company:
    """The company behind a symbol. ``news`` are actions of which something is not yet saved."""

    symbol: Symbol
    news: list[Action] = field(default_factory=list[Action])

    def note(self, action: Action) -> None:
        """Know what was said last of an action."""
        self.news.append(action)
