"""Everything that can go wrong, and how often. Dice decide, so that a seed repeats it."""

from dataclasses import dataclass, field
from random import Random
from typing import Literal

AtCommit = Literal["refused", "lost before", "lost after"]
AtStatement = Literal["lost", "too slow"]


@dataclass
class Trouble:
    """Draws what goes wrong next. While ``is_over`` nothing does, and nothing takes long.

    ``level`` is how much of it there is, 0 to 1. ``crash_at`` is the step at which a process dies,
    whatever the dice say.
    """

    dice: Random
    level: float = 1.0
    crash_at: int = -1
    crashes: int = 4
    freezes: int = 2
    is_over: bool = False
    steps: int = field(default=0, init=False)
    graves: list[object] = field(default_factory=list[object], init=False)
    """Where those stand still who are dead."""
    puzzles: list[Exception] = field(default_factory=list[Exception], init=False)
    """What the simulation itself cannot do."""

    def delay(self) -> float:
        """How long a step takes, in seconds; mostly next to nothing."""
        if self.is_over or not self.level:
            return 0.0 if self.steps % 16 else 0.001
        draw = self.dice.random()
        return 0.0 if draw > 0.2 * self.level else draw * 0.5

    def kills(self) -> bool:
        """Whether a process dies now."""
        self.steps += 1
        if self.steps == self.crash_at:
            return True
        if self.crashes <= 0 or not self._happens(1 / 400):
            return False
        self.crashes -= 1
        return True

    def freezes_for(self) -> float:
        """How long a process stands still now, in seconds; nobody hears of it meanwhile."""
        if self.freezes <= 0 or not self._happens(1 / 1500):
            return 0.0
        self.freezes -= 1
        return self.dice.uniform(0.5, 4.0)

    def refuses_sessions(self) -> bool:
        """Whether the database lets nobody in."""
        return self._happens(1 / 60)

    def of_statement(self) -> AtStatement | None:
        """What becomes of a statement."""
        if not self._happens(1 / 120):
            return None
        return self.dice.choice(("lost", "too slow"))

    def of_commit(self) -> AtCommit | None:
        """What becomes of a transaction at its end."""
        if not self._happens(1 / 25):
            return None
        return self.dice.choice(("refused", "lost before", "lost after"))

    def of_publication(self, many: int) -> tuple[int, int]:
        """How many of so many messages arrive before the connection breaks, and are confirmed."""
        if not self._happens(1 / 12):
            return many, many
        arrive = self.dice.randint(0, many)
        return arrive, self.dice.randint(0, arrive)

    def repeats(self) -> bool:
        """Whether a message is delivered once more than it was sent."""
        return self._happens(1 / 10)

    def overtakes(self) -> bool:
        """Whether a message may come before one about something else."""
        return self._happens(1 / 3)

    def loses_acknowledgement(self) -> bool:
        """Whether the broker forgets who it was that it delivered to, and does it again."""
        return self._happens(1 / 20)

    def transit(self) -> float:
        """How long a message is on its way, in seconds."""
        return 0.001 if self.is_over else self.dice.expovariate(1 / 0.02)

    def _happens(self, chance: float) -> bool:
        return not self.is_over and self.dice.random() < chance * self.level
