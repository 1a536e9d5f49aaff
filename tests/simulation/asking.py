"""Somebody asks a service for something, again and again, whichever process answers."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from chassis.errors import Refusal
from simulation.processes import Process

PATIENCE_SECONDS = 3.0
TRIES = 8
PAUSE_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Door:
    """The processes of one service that are alive, one of which lets somebody in."""

    alive: Callable[[], Sequence[Process]]
    dice: Random

    async def ask(self, execute: Any, wish: Callable[[], Any]) -> Any:  # noqa: ANN401
        """The answer; ``None`` if it is a refusal, or none came however often one asks."""
        for _ in range(TRIES):
            if found := self.alive():
                commands = self.dice.choice(found).running.commands
                try:
                    async with asyncio.timeout(PATIENCE_SECONDS):
                        return await commands.run(execute, wish())
                except Refusal:
                    return None
                except Exception:  # noqa: S110  # whatever it is, one may ask again
                    pass
            await asyncio.sleep(PAUSE_SECONDS)
        return None
