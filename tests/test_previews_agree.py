"""What is said of an order of any kind beforehand, by two services, is what it holds later."""

from collections.abc import AsyncGenerator
from decimal import Decimal

import pytest
from kinds_of_orders import BRACKET, KINDS, OCO
from trading_house import House, Json, trading_house

from vocabulary import AccountId, MarginType

pytestmark = pytest.mark.real
SALE: Json = {"side": "sell", "limit_price": "11"}
SHORT: Json = {
    **SALE,
    "order_class": "oto",
    "stop_loss": {"stop_price": "13"},
    "time_in_force": "gtc",
}
LASTING = [terms for terms, _ in KINDS if terms.get("time_in_force") != "ioc"]
"""Those that are still to be seen when they have come to the book."""
ALL_KINDS = [*LASTING, BRACKET, OCO, SHORT]
CHANGES: list[tuple[Json, int | None, Json]] = [
    ({}, None, {"limit_price": "10.05"}),
    ({}, None, {"quantity": "25"}),
    (SALE, None, {"quantity": "15"}),
    (BRACKET, None, {"quantity": "12", "limit_price": "10.02"}),
    (SHORT, 0, {"stop_price": "14"}),
    (OCO, 0, {"trail": "7"}),
]
"""Orders, which of their exits is meant, and what is to be different."""


@pytest.fixture
async def house(postgres_url: str) -> AsyncGenerator[House]:
    """IBM is quoted 9.90 to 10.10."""
    async with trading_house(postgres_url) as house:
        await house.show("9.90", "10.10")
        yield house


async def trader_of(house: House, margin: MarginType, fees: str) -> AccountId:
    """Somebody with a hundred shares, who is charged like that from then on."""
    trader = await house.open(20_000, margin)
    await house.trade(trader, type="market", limit_price="", quantity="100")
    chosen = {"fill_model": "touch/1", "fees": fees}
    (await house.desk.ask("PUT", "/settings", trader=trader, json=chosen)).raise_for_status()
    return trader


async def status(house: House, how: str) -> None:
    """While it is halted nothing trades, so that what is held stays."""
    await house.desk.simulation.tell(house.desk.tape.strip(["s", "IBM", how]))


def held(account: Json) -> tuple[Decimal, Decimal, Decimal]:
    """Dollars and shares that are held, and the buying power that is left."""
    shares = sum((Decimal(one["shares"]) for one in account["holds"]), Decimal(0))
    return Decimal(account["held_cash"]), shares, Decimal(account["buying_power"])


def check(said: Json, before: Json, after: Json, *, is_margin: bool) -> None:
    """All that was said has come true."""
    (cash, shares, power), (cash_now, shares_now, power_now) = held(before), held(after)
    assert said["would_be_approved"]
    assert Decimal(said["holds_shares"]) == shares_now - shares
    taken = power - power_now if is_margin else cash_now - cash
    assert Decimal(said["holds_buying_power"]) == taken


@pytest.mark.parametrize("margin", MarginType)
async def test_an_order_holds_what_was_said_beforehand(house: House, margin: MarginType) -> None:
    for terms in ALL_KINDS:
        if terms is SHORT and margin is MarginType.CASH:
            continue
        await status(house, "trading")
        trader = await trader_of(house, margin, "per-share/1")
        await status(house, "halted")
        said, before = await house.estimate(trader, **terms), await house.see(trader)

        await house.desk.place(trader=trader, **terms)
        await house.desk.simulation.settle()

        check(said, before, await house.see(trader), is_margin=margin is MarginType.MARGIN)


@pytest.mark.parametrize(("terms", "leg", "changes"), CHANGES)
async def test_a_replacement_holds_what_was_said_beforehand(
    house: House, terms: Json, leg: int | None, changes: Json
) -> None:
    """Without fees: those of the order that it replaces are given back as soon as it does."""
    trader = await trader_of(house, MarginType.MARGIN, "none/1")
    placed = await house.place(trader, **terms)
    order_id = (placed if leg is None else placed["legs"][leg])["order_id"]
    said = await house.estimate_change(trader, order_id, **changes)
    before = await house.see(trader)

    answer = await house.desk.ask("PATCH", f"/{order_id}", trader=trader, json=changes)
    answer.raise_for_status()
    await house.desk.simulation.settle()

    check(said, before, await house.see(trader), is_margin=True)
