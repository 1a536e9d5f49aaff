"""Traders who do more than buy and sell: they leave orders on the book, and take some back.

They own their accounts, too: they pay in, take out, and start over.
"""

import asyncio
from collections import Counter
from contextlib import suppress
from random import Random

from bench.http import Client
from bench.traders import RETRY_SECONDS, Trader

from chaos.owners import Owner

RESTING = {"type": "limit", "time_in_force": "gtc"}
FAR_AWAY = {"buy": "1.00", "sell": "99999.00"}
"""Limits at which nothing trades: what is held for them, stays held."""
GONE = 409
"""It has ended, or is about to."""
ENDED = frozenset({"filled", "canceled", "rejected", "expired", "replaced"})


class Wanderer(Trader):
    """One account, whose owner does what the dice say, again and again until it is answered."""

    tries_max = 2_000
    """Whoever was killed often is started again later each time."""

    def __init__(self, client: Client, origin: str, symbol: str, dice: Random) -> None:
        super().__init__(client, origin, symbol)
        self._dice = dice
        self._owner = Owner(client, dice, self.tries_max)
        self.resting: set[str] = set()
        self.taken_back: set[str] = set()
        self.told: Counter[int] = Counter()
        """How wishes to take an order back were answered, by status."""

    async def trade(self, enough: asyncio.Event, pause: float) -> None:
        """Act until it is enough."""
        while not enough.is_set():
            await self._act()
            await asyncio.sleep(self._dice.expovariate(1 / pause))

    async def fates(self) -> dict[str, str]:
        """The status of every order that somebody was told is placed."""
        return {one: await self._status(one) for one in sorted(self.own)}

    async def unfinished(self) -> list[str]:
        """What the owner was promised of the account, and has come to nothing yet."""
        return await self._owner.unfinished(self._headers)

    async def _act(self) -> None:
        draw = self._dice.random()
        if draw < 0.05:
            await self._owner.act(self._headers)
        elif draw < 0.7:
            await self.place()
        elif draw < 0.85 or not self.resting:
            side = self._dice.choice(("buy", "sell"))
            order_id = await self.place(side, 1, **RESTING, limit_price=FAR_AWAY[side])
            self.resting.update({order_id} - {""})
        else:
            await self._cancel(self._dice.choice(sorted(self.resting)))

    async def _cancel(self, order_id: str) -> None:
        for _ in range(self.tries_max):
            with suppress(OSError, TimeoutError):
                path = f"/api/orders/{order_id}"
                answer = await self._client.send("DELETE", path, self._headers)
                self.told[answer.status] += 1
                if answer.status < 300:
                    self.taken_back.add(order_id)
                if answer.status < 300 or answer.status == GONE:
                    self.resting.discard(order_id)
                    return
            await asyncio.sleep(RETRY_SECONDS)
        raise RuntimeError(f"nobody takes {order_id} back")
