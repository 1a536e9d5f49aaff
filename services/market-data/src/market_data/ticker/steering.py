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


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done to grant a wish, and what market time is afterwards."""

    wish: Wish
    market_time: datetime
    target: datetime | None
    is_back: bool


def plan(market: Market, wish: Wish) -> Plan:
    """What there is to do. Nothing is done yet, so that it can be written down before.

    Raises:
        NotSteerable: market time is that of the real world.
        FeedEnded: there is nothing left to steer.
        NotPaused: a step, while market time is running.
        CannotGoBack, TooFar: a jump within a feed that is made up as it goes.
    """
    if market.feed.steering is Steering.NONE:
        raise NotSteerable(f"the feed {market.feed.name} tells what happens now")
    now, target = market.time(), _target(market, wish)
    is_back = target is not None and target < now
    if market.clock.state is ClockState.ENDED and not is_back:
        raise FeedEnded("the feed has ended; start it again to play it again")
    if is_back and target is not None:
        target = max(target, market.feed.begins)
    under_way = None if wish.action is Action.PAUSE else market.clock.target
    return Plan(wish, target or under_way or now, target, is_back)


def carry_out(market: Market, planned: Plan) -> None:
    """Do it, or nothing of it.

    Raises:
        FeedEnded: the feed has ended since it was planned.
    """
    wall, speed = market.wall.now(), planned.wish.speed
    try:
        _act(market, planned, wall)
        if speed is not None:
            market.clock.run_at(speed, wall)
    except AlreadyEnded as error:
        raise FeedEnded(str(error)) from error
    market.steered.set()
    market.backlog.news.set()


async def arrival(market: Market) -> None:
    """Wait until a step or a jump is done, but not for long."""
    if market.clock.target is not None:
        market.arrived.clear()
        await market.wall.wait(market.arrived, ARRIVAL_SECONDS)


def _act(market: Market, planned: Plan, wall: float) -> None:
    clock, action = market.clock, planned.wish.action
    if action is Action.PLAY:
        clock.play(wall)
    elif action is Action.PAUSE:
        clock.pause(wall)
    elif planned.target is not None and planned.is_back:
        market.begin_anew(planned.target)
    elif planned.target is not None:
        clock.go_to(planned.target, wall)


def _target(market: Market, wish: Wish) -> datetime | None:
    """Where market time is to be taken, if it is."""
    if wish.action is Action.STEP:
        if market.clock.state in {ClockState.LIVE, ClockState.REPLAY}:
            raise NotPaused("market time is running; pause it first")
        return market.time() + timedelta(seconds=wish.seconds)
    if wish.to is not None:
        _check_jump(market, wish.to - market.time())
    return wish.to


def _check_jump(market: Market, onward: timedelta) -> None:
    if market.feed.steering is Steering.ANYWHERE:
        return
    if onward < timedelta():
        raise CannotGoBack(f"the feed {market.feed.name} cannot tell again what it has told")
    if onward > ONWARD_MAX:
        raise TooFar(f"the feed {market.feed.name} jumps {ONWARD_MAX.days} days onward at most")
