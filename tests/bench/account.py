"""What the pipeline wrote and published, and whether all of it adds up."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from yarl import URL

from bench.baseline import Volume
from bench.stack import Stack
from bench.traders import Trader

DATABASES = ("auth", "market_data", "order", "risk", "portfolio", "analytics")
ROWS = "select coalesce(sum(n_tup_ins + n_tup_upd), 0) from pg_stat_user_tables"
MESSAGES = "select last_value from outbox_position_seq"
MESSAGE_BYTES = 2_000
STATISTICS_SECONDS = 1.5
OURS = "account_id = any(cast(:accounts as uuid[]))"
OPEN = f"select count(*) from orders where ended_at is null and {OURS}"  # noqa: S608
HOLDS = f"select count(*) from holds where {OURS}"  # noqa: S608
FILLS = f"select count(*) from fills join orders using (order_id) where {OURS}"  # noqa: S608
TRADES = f"select count(*) from trades where {OURS}"  # noqa: S608
UNBALANCED = "select count(*) from (select 1 from entries group by asset having sum(amount) <> 0) t"
PARKED = "select count(*) from parked where parked_at >= :since"


@dataclass(frozen=True)
class Counters:
    """Rows written and messages published since the servers were started."""

    rows: int
    messages: int

    def since(self, before: "Counters", orders: int) -> Volume:
        """What was moved in between."""
        rows, messages = self.rows - before.rows, self.messages - before.messages
        return Volume(orders, rows, messages, MESSAGE_BYTES)


async def volume(target: Stack) -> Counters:
    """The counters of all services' databases."""
    await asyncio.sleep(STATISTICS_SECONDS)  # sessions report once a second
    rows = [await _ask(target, name, ROWS) for name in DATABASES]
    messages = [await _ask(target, name, MESSAGES) for name in DATABASES]
    return Counters(sum(rows), sum(messages))


async def verify(
    target: Stack, traders: Sequence[Trader], opening: Decimal, since: datetime
) -> None:
    """Compare what the clients were told with every service's database.

    Others may have used the stack before ``since``: what they have left there is their business.

    Raises:
        SystemExit: something was lost or doubled.
    """
    who = {"accounts": [(await trader.portfolio()).body["account_id"] for trader in traders]}

    async def unbooked() -> int:
        return await _ask(target, "order", FILLS, **who) - await _ask(
            target, "portfolio", TRADES, **who
        )

    async def parked() -> int:
        return sum([await _ask(target, name, PARKED, since=since) for name in DATABASES])

    facts = {
        "orders that never ended": await _settled(partial(_ask, target, "order", OPEN, **who)),
        "holds left": await _settled(partial(_ask, target, "risk", HOLDS, **who)),
        "assets that do not balance": await _ask(target, "portfolio", UNBALANCED),
        "parked events": await parked(),
        "fills that are not booked": await _settled(unbooked),
        "accounts whose cash is wrong": await _wrong_cash(traders, opening),
    }
    wrong = {name: count for name, count in facts.items() if count}
    if wrong:
        raise SystemExit(f"lost or doubled: {wrong}")


def servers(target: Stack) -> tuple[str, str]:
    """Where PostgreSQL and RabbitMQ are, with an administrator's rights."""
    postgres = _url(target, "postgres", "POSTGRES_ADMIN_PASSWORD", "postgresql").with_path(
        "/postgres"
    )
    password = target.value("RABBITMQ_ADMIN_PASSWORD")
    port = int(target.value("RABBITMQ_PORT"))
    broker = URL.build(scheme="amqp", user="admin", password=password, host="127.0.0.1", port=port)
    return str(postgres), str(broker.with_path("/"))


async def _wrong_cash(traders: Sequence[Trader], opening: Decimal) -> int:
    """How many portfolios differ from ``opening`` and the fills that the same service shows."""
    portfolios = [(await trader.portfolio()).body for trader in traders]
    return sum(
        Decimal(one["equity"]) != opening + Decimal(one["realised"]) + Decimal(one["unrealised"])
        for one in portfolios
    )


async def _settled(count: Callable[[], Awaitable[int]]) -> int:
    """The count once it is zero, or after a while of waiting for that."""
    left = await count()
    for _ in range(40):
        if left == 0:
            break
        await asyncio.sleep(0.5)
        left = await count()
    return left


async def _ask(target: Stack, database: str, query: str, **values: object) -> int:
    url = _url(target, "postgres", "POSTGRES_ADMIN_PASSWORD", "postgresql+asyncpg")
    engine = create_async_engine(str(url.with_path(f"/{database}")))
    try:
        async with engine.connect() as connection:
            return int((await connection.execute(text(query), values)).scalar_one())
    finally:
        await engine.dispose()


def _url(target: Stack, user: str, variable: str, scheme: str) -> URL:
    port = int(target.value("POSTGRES_PORT"))
    password = target.value(variable)
    return URL.build(scheme=scheme, user=user, password=password, host="127.0.0.1", port=port)
