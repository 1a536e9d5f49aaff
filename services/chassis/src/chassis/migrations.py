"""Bring a service's own database up to date: ``python -m chassis <package> migrate``."""

from importlib import resources
from pathlib import Path

import sqlalchemy as sa
from alembic import command, op
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

LOCK = 7_002
LOCK_TIMEOUT = "5s"


async def upgrade(package: str, database_url: str, revision: str = "head") -> None:
    """Upgrade the database of ``package`` to ``revision``; one process at a time."""
    engine = create_async_engine(database_url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.execute(text("select pg_advisory_lock(:key)"), {"key": LOCK})
            await connection.execute(text(f"set lock_timeout = '{LOCK_TIMEOUT}'"))
            await connection.commit()
            await connection.run_sync(_upgrade, package, revision)
            await connection.commit()
    finally:
        await engine.dispose()


async def downgrade(package: str, database_url: str, revision: str = "base") -> None:
    """Take the database of ``package`` back to ``revision``."""
    engine = create_async_engine(database_url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_downgrade, package, revision)
    finally:
        await engine.dispose()


def create_messaging_tables() -> None:
    """The tables of :mod:`bus.tables`, as every service's first migration makes them."""
    op.create_table(
        "outbox",
        _position(),
        sa.Column("id", sa.Uuid, nullable=False, unique=True),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("partition", sa.SmallInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        _now("created_at"),
    )
    op.create_table(
        "inbox",
        sa.Column("consumer", sa.String, primary_key=True),
        sa.Column("event_id", sa.Uuid, primary_key=True),
        _now("handled_at"),
    )
    op.create_index("inbox_handled_at", "inbox", ["handled_at"], postgresql_using="brin")
    _create_parked()


def drop_messaging_tables() -> None:
    """The inverse of :func:`create_messaging_tables`."""
    for name in ("parked_audit", "parked", "inbox", "outbox"):
        op.drop_table(name)


def _create_parked() -> None:
    op.create_table(
        "parked",
        _position(),
        sa.Column("consumer", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("error", sa.String, nullable=False),
        sa.Column("attempts", sa.SmallInteger, nullable=False),
        sa.Column("redrive", sa.Boolean, nullable=False, server_default=sa.false()),
        _now("parked_at"),
    )
    op.create_index("parked_consumer_key", "parked", ["consumer", "key"])
    op.create_table(
        "parked_audit",
        _position(),
        sa.Column("consumer", sa.String, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        _now("at"),
    )


def _position() -> sa.Column[int]:
    return sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=True)


def _now(name: str) -> sa.Column[object]:
    moment = sa.DateTime(timezone=True)
    return sa.Column(name, moment, nullable=False, server_default=sa.func.now())


def _upgrade(connection: Connection, package: str, revision: str) -> None:
    command.upgrade(_config(connection, package), revision)


def _downgrade(connection: Connection, package: str, revision: str) -> None:
    command.downgrade(_config(connection, package), revision)


def _config(connection: Connection, package: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "alembic"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(resources.files(package) / "migrations"))
    config.attributes["connection"] = connection
    return config
