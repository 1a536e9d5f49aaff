"""One seed: a world begins, a lot goes wrong, it comes to rest, and everything has to be right."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from hashlib import blake2b
from random import Random
from typing import Any

from bus.envelope import Envelope, first
from bus.message import pack
from events import Event
from order.tables import account_settings
from simulation.asking import Door
from simulation.broker import Broker
from simulation.clock import Clock, VirtualLoop, patched
from simulation.companies import Companies
from simulation.market import Wandering
from simulation.owners import Owners
from simulation.processes import PACE, SERVICES, Process
from simulation.sights import Sights, look
from simulation.storage import Row, Storage
from simulation.traders import Traders
from simulation.trouble import Trouble
from vocabulary import AccountId, uuid7

REPLICAS = (1, 1, 2)
ACTS = 7
OWNERS_EVERY = 4
STRIP_SECONDS = 0.5
BEFORE_TRADING = (0.2, 1.5, 2.0, 2.0)
"""Seconds; mostly enough for accounts to be open everywhere."""
RESTART_SECONDS = 0.6
REST_SECONDS = 90.0
QUIET_ROUNDS = 2
WANTED = (
    {"fill_model": "touch/1", "fees": "crypto/1"},
    {"fill_model": "instant/1", "fees": "none/1"},
)
"""How some of the accounts want their orders to be filled and charged; others do as is usual."""


class NoRest(AssertionError):
    """Something goes on for ever, or waits for ever."""


@dataclass
class World:
    """Four services, some of them twice, on four databases and a broker; a market, and traders."""

    seed: int
    trouble: Trouble
    clock: Clock
    partitions: int
    storages: dict[str, Storage]
    broker: Broker
    market: Wandering
    traders: Traders
    owners: Owners
    companies: Companies
    processes: list[Process] = field(default_factory=list[Process])
    trace: list[str] = field(default_factory=list[str])
    started: int = 0
    sights: Sights | None = None
    """What services make of all accounts at the end."""
    heard: list[Envelope[Any]] | None = None
    """Every event that was published, once it is asked for."""

    @property
    def accounts(self) -> Sequence[AccountId]:
        """Of everybody who trades."""
        return self.traders.accounts

    @property
    def digest(self) -> str:
        """A hash of all that has happened, in order."""
        found = blake2b(digest_size=8)
        for line in self.trace:
            found.update(line.encode() + b"\n")
        return found.hexdigest()

    def note(self, what: str) -> None:
        """Write down what has happened."""
        self.trace.append(f"{self.clock.seconds():.4f} {what}")

    async def live(self) -> None:
        """Trade until everything has been tried, then let it come to rest."""
        dice = _dice(self.seed, "replicas")
        self.companies.announce()
        for name in SERVICES:
            for _ in range(dice.choice(REPLICAS)):
                self.start(name)
        going = asyncio.create_task(self._go_on())
        self._register()
        await asyncio.sleep(dice.choice(BEFORE_TRADING))
        await self.traders.begin()
        trading = (self._trade(Random(f"{self.seed} {n}")) for n in range(2))  # noqa: S311
        await asyncio.gather(*trading, self.owners.leave(_dice(self.seed, "leaving")))
        self.trouble.is_over = True
        await self.rest()
        if self.seed % 2:
            await self.traders.take_all_back()
        else:
            self.market.close()
        await self.rest()
        going.cancel()
        self.sights = await look(self.storages, self.traders.accounts)

    async def rest(self) -> None:
        """Wait until nothing is left to be done.

        Raises:
            NoRest: there always is.
        """
        quiet, until = 0, self.clock.seconds() + REST_SECONDS
        while quiet < QUIET_ROUNDS:
            await asyncio.sleep(STRIP_SECONDS)
            if self.trouble.puzzles:
                raise self.trouble.puzzles[0]
            quiet = quiet + 1 if not [*self.unfinished()] else 0
            if self.clock.seconds() > until:
                raise NoRest("; ".join(self.unfinished()))

    def unfinished(self) -> Iterator[str]:
        """What is still to be done."""
        if not self.companies.are_quiet:
            yield "companies will do something to their shares"
        if self.companies.deeds and not any(one.watches_now for one in self.processes):
            yield "nobody looks for holders who were not told"
        for name, queue in self.broker.queues.items():
            if not queue.is_empty:
                yield f"messages wait in {name} for {len(queue.listeners)}"
        for name, storage in self.storages.items():
            waiting = [one for one in storage.rows("outbox") if one["id"] not in self.broker.seen]
            if waiting:
                yield f"{len(waiting)} messages of {name} were never published"

    def start(self, name: str) -> None:
        """Another process of a service."""
        self.started += 1
        service = SERVICES[name](self.partitions)
        process = Process(f"{name} {self.started}", service, self.storages[name], self.broker)
        self.processes.append(process)
        if self.companies.deeds:
            looking = asyncio.ensure_future(process.begin_knowing(self.note))
            self.trouble.graves.append(looking)
        else:
            process.begin(self.note)

    async def _go_on(self) -> None:
        """The market goes on, and whoever died is started again."""
        while True:
            self.companies.go_on()
            self.market.go_on()
            await asyncio.sleep(STRIP_SECONDS)
            for process in [one for one in self.processes if one.is_dead]:
                self.processes.remove(process)
                name = process.name.split()[0]
                asyncio.get_running_loop().call_later(RESTART_SECONDS, self.start, name)

    def _register(self) -> None:
        self.owners.sign_up()
        for account, wanted in zip(self.accounts, WANTED, strict=False):
            rows = self.storages["order"].tables[account_settings.name].rows
            rows[account,] = {"account_id": account, **wanted}

    def tell(self, event: Event, source: str) -> None:
        """Let everybody hear of something that nobody here has said."""
        for message in pack([first(event, source)], self.partitions):
            for _ in range(1 + self.trouble.repeats()):
                self.broker.take(message)

    async def _trade(self, pace: Random) -> None:
        for number in range(ACTS):
            await asyncio.sleep(pace.expovariate(1 / 0.15))
            await self.traders.act()
            if number % OWNERS_EVERY == 0:
                await self.owners.act()


def run_seed(seed: int, check: Callable[[World], None], **trouble: Any) -> World:  # noqa: ANN401
    """Let a world live and check it; the same seed, the same world.

    Raises:
        AssertionError: something is not as it has to be.
    """
    logging.disable(logging.CRITICAL)
    loop = VirtualLoop()
    clock = Clock.of(loop, _dice(seed, "midnight"))
    try:
        own_loop = asyncio.Runner(loop_factory=lambda: loop)
        with clock.shown(seed), patched(PACE), own_loop as runner:
            living = _lived(seed, clock, Trouble(_dice(seed, "trouble"), **trouble))
            world = runner.run(living, context=Context())  # part of nothing that was done before
            check(world)
            return world
    finally:
        logging.disable(logging.NOTSET)


async def _lived(seed: int, clock: Clock, trouble: Trouble) -> World:
    world = _make(seed, clock, trouble)
    await world.live()
    return world


def _make(seed: int, clock: Clock, trouble: Trouble) -> World:
    dice = _dice(seed, "world")
    partitions = dice.choice((1, 1, 2))
    services = {name: create(partitions) for name, create in SERVICES.items()}
    storages = {
        n: Storage(one.metadata, clock) for n, one in services.items() if one.metadata is not None
    }
    queues = [where for one in services.values() for where in one.subscriptions()]
    broker = Broker(trouble, queues)
    accounts = [AccountId(uuid7(seed, dice.randbytes(10))) for _ in range(dice.randint(2, 3))]
    market = Wandering(clock, broker.tape, trouble, _dice(seed, "market"))
    doors: list[Process] = []

    def door(name: str, what: str) -> Door:
        def alive() -> list[Process]:
            up = (one for one in doors if one.is_at_work and not one.is_dead)
            return [one for one in up if one.name.split()[0] == name]

        return Door(alive, _dice(seed, what))

    def live(account: AccountId) -> list[Row]:
        rows = storages["order"].rows("orders")
        own = [row for row in rows if row["account_id"] == account and row["ended_at"] is None]
        return sorted(own, key=lambda row: row["order_id"])

    order, portfolio = door("order", "doors of order"), door("portfolio", "doors of portfolio")
    traders = Traders(accounts, market, _dice(seed, "traders"), order, live)

    def tell(event: Event, source: str) -> None:
        world.tell(event, source)

    owners = Owners(accounts, market, _dice(seed, "owners"), portfolio, tell)
    companies = Companies(market, _dice(seed, "companies"), tell)
    who = traders, owners, companies
    world = World(seed, trouble, clock, partitions, storages, broker, market, *who, doors)
    return world


def _dice(seed: int, what: str) -> Random:
    return Random(f"{seed} {what}")  # noqa: S311  # they have to be the same again
