"""Has the leaderboards of a process in one place, so that they are worked out once for all."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from analytics.queries.leaderboard import Boards
from chassis.works import Running


@asynccontextmanager
async def keeping_boards(running: Running) -> AsyncGenerator[Mapping[str, object]]:
    """Reachable as ``request.state.boards``."""
    yield {"boards": Boards(running.database.engine)}
