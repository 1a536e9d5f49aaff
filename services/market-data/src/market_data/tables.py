"""The tables of the market-data database."""

from sqlalchemy import Column, DateTime, Integer, MetaData, Numeric, String, Table

from chassis.tables import price, quantity

metadata = MetaData()

bars = Table(
    "bars",
    metadata,
    Column("symbol", String, primary_key=True),
    Column("interval", String, primary_key=True),
    Column("start", DateTime(timezone=True), primary_key=True),
    price("open"),
    price("high"),
    price("low"),
    price("close"),
    quantity("volume"),
    Column("trades", Integer, nullable=False),
    Column("turnover", Numeric),  # dollars, all the digits there are: averages stay exact
)
