"""What one side of the market shows: prices, best first, and what nobody took there yet.

Shares are consumed once. What was taken at a price stays taken while the market goes on showing
that price: a quote that comes again with the other side changed brings no new shares. It fades in
``FADE`` of market time, because by then others have put new orders there; where the market shows
whole shares, in whole shares, so that nobody who asks for such gets parts of one.
"""

FADE = 60_000_000
"""Microseconds of market time after which what was taken from a price is there again."""
WHOLE = 1_000_000_000
"""A share, as sizes are counted. Said here too, because the core is compiled alone."""
ENDLESS = 1 << 60
"""More than anybody can take."""

Offer = tuple[int, int]
"""A price, and the size there."""


class Step:
    """One price: what is shown, and what is left of it."""

    __slots__ = ("left", "price", "size")

    def __init__(self, price: int, size: int, left: int) -> None:
        self.price = price
        self.size = size
        self.left = left


class Shown:
    """One side. ``sign`` is 1 for offers, whose lowest price is best, and -1 for bids.

    ``deep`` are the prices that were shown behind the best one and that it has not passed since;
    ``now`` is market time, in microseconds.
    """

    __slots__ = ("deep", "is_endless", "now", "sign", "steps", "taken")

    def __init__(self, sign: int, *, is_endless: bool = False) -> None:
        self.sign = sign
        self.is_endless = is_endless
        self.now = 0
        self.deep: list[Offer] = []
        self.steps: list[Step] = []
        self.taken: dict[int, tuple[int, int]] = {}

    @property
    def top(self) -> Step | None:
        """The best price that is shown, whether or not anything is left there."""
        return self.steps[0] if self.steps else None

    def best(self) -> Step | None:
        """The best price at which something is left."""
        for step in self.steps:
            if step.left > 0:
                return step
        return None

    def take(self, step: Step, size: int) -> None:
        """Consume a part of what is left at a price."""
        if self.is_endless:
            return
        step.left -= size
        self.taken[step.price] = (self._still_taken(step) + size, self.now)

    def show(self, offers: list[Offer], now: int) -> None:
        """Replace all that is shown; ``now`` in microseconds."""
        self.now = now
        self.deep = [offer for offer in offers if offer[1] > 0]
        self.steps = [self._step(price, size) for price, size in self.deep]
        if self.taken:
            shown = {step.price for step in self.steps}
            self.taken = {price: how for price, how in self.taken.items() if price in shown}

    def show_best(self, price: int, size: int, now: int) -> None:
        """Replace the best price; of what was shown behind it, only that stays."""
        worst = price * self.sign
        behind = [offer for offer in self.deep if offer[0] * self.sign > worst]
        self.show([(price, size), *behind], now)
        self.deep = behind

    @property
    def is_untouched(self) -> bool:
        """Whether all that is shown is left, and nothing that was taken is still missed."""
        if any(step.left < step.size for step in self.steps):
            return False
        return all(since + FADE <= self.now for _, since in self.taken.values())

    def is_behind(self, price: int) -> bool:
        """Whether the market shows only worse prices than this one."""
        return bool(self.steps) and self.steps[0].price * self.sign > price * self.sign

    def size_at(self, price: int) -> int:
        """What the market shows at ``price``; as much as at its worst known price beyond that.

        Behind the last price that is shown nobody knows; assuming less would let orders deep in
        the book trade too soon. Between and before the prices shown nobody waits.
        """
        for step in self.steps:
            if step.price == price:
                return step.size
            if step.price * self.sign > price * self.sign:
                return 0
        return self.steps[-1].size if self.steps else 0

    def _step(self, price: int, size: int) -> Step:
        if self.is_endless:
            return Step(price, size, ENDLESS)
        step = Step(price, size, size)
        if self.taken:
            step.left = max(size - self._still_taken(step), 0)
        return step

    def _still_taken(self, step: Step) -> int:
        size, since = self.taken.get(step.price, (0, 0))
        fading = FADE - (self.now - since)
        if fading <= 0:
            return 0
        grain = 1 if step.size % WHOLE else WHOLE
        return min(size, -(-size * fading // (FADE * grain)) * grain)
