"""What an administrator can make market time do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chassis.errors import Conflict
from market_data.domain.clock import AlreadyEnded
from market_data.feeds.feed import Steering
from market_data.ticker.market import Market
from vocabulary import ClockState

ONWARD_MAX = timedelta(days=7)
"""How far a feed jumps onward that makes up all that happens in between."""
ARRIVAL_SECONDS = 1.0
"""How long a step or a jump is waited for; one that takes longer goes on all the same."""


class FeedEnded(Conflict):
    """Market time has stopped for good, unless it can go back."""

    code = "feed_ended"


class NotSteerable(Conflict):
    """The feed tells what happens now, in the real world."""

    code = "not_steerable"


class NotPaused(Conflict):
    """Steps are taken while market time stands still."""

    code = "not_paused"


class CannotGoBack(Conflict):
    """The feed cannot tell again what it has told."""

    code = "cannot_go_back"


class TooFar(Conflict):
    """Everything in between would have to be made up."""

    code = "too_far"


class Action(StrEnum):
    """What market time can be made to do."""

    PLAY = "play"
    PAUSE = "pause"
    STEP = "step"
    JUMP = "jump"


@dataclass(frozen=True, slots=True)
class Wish:
    """An action, another speed, or both. A step has market ``seconds``, a jump where it goes to."""

    action: Action | None = None
    speed: float | None = None
    seconds: float = 0
    to: datetime | None = None


def steer(market: Market, wish: Wish) -> None:
    """Do what is wished for, or nothing of it.

    Raises:
        NotSteerable: market time is that of the real world.
        FeedEnded: there is nothing left to steer.
        NotPaused: a step, while market time is running.
        CannotGoBack, TooFar: a jump within a feed that is made up as it goes.
    """
    if market.feed.steering is Steering.NONE:
        raise NotSteerable(f"the feed {market.feed.name} tells what happens now")
    wall = market.wall.now()
    try:
        _act(market, wish, wall)
        if wish.speed is not None:
            market.clock.run_at(wish.speed, wall)
    except AlreadyEnded as error:
        raise FeedEnded(str(error)) from error
    market.steered.set()


async def arrival(market: Market) -> None:
    """Wait until a step or a jump is done, but not for long."""
    if market.clock.target is not None:
        market.arrived.clear()
        await market.wall.wait(market.arrived, ARRIVAL_SECONDS)


def _act(market: Market, wish: Wish, wall: float) -> None:
    clock = market.clock
    if wish.action is Action.PLAY:
        clock.play(wall)
    elif wish.action is Action.PAUSE:
        clock.pause(wall)
    elif wish.action is Action.STEP:
        if clock.state in {ClockState.LIVE, ClockState.REPLAY}:
            raise NotPaused("market time is running; pause it first")
        clock.go_to(clock.now(wall) + timedelta(seconds=wish.seconds), wall)
    elif wish.to is not None:
        _jump(market, wish.to, wall)


def _jump(market: Market, to: datetime, wall: float) -> None:
    anywhere = market.feed.steering is Steering.ANYWHERE
    onward = to - market.clock.now(wall)
    if onward < timedelta():
        if not anywhere:
            raise CannotGoBack(f"the feed {market.feed.name} cannot tell again what it has told")
        market.begin_anew(to)
    elif anywhere or onward <= ONWARD_MAX:
        market.clock.go_to(to, wall)
    else:
        raise TooFar(f"the feed {market.feed.name} jumps {ONWARD_MAX.days} days onward at most")
