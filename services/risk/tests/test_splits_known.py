"""Risk hears of splits by itself, before anybody tells it of an account's shares."""

from collections.abc import AsyncGenerator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from risk_office import ACME, NOON, Office, asked, risk_office

from bus.envelope import new_id
from events import CorporateActionAnnounced, CorporateActionEffective, PositionSplit
from vocabulary import AccountId, CorporateActionKind, Money, Quantity, Side

pytestmark = pytest.mark.real
ACTION = new_id()
MIDNIGHT = NOON + timedelta(hours=12)


@pytest.fixture
async def office(postgres_url: str) -> AsyncGenerator[Office]:
    async with risk_office(postgres_url) as office:
        yield office


def facts() -> dict[str, object]:
    """One share for ten."""
    return {
        "action_id": ACTION,
        "symbol": ACME,
        "kind": CorporateActionKind.SPLIT,
        "ex_date": date(2013, 10, 8),
        "new_shares": Quantity(Decimal(1)),
        "old_shares": Quantity(Decimal(10)),
    }


async def holder(office: Office) -> AccountId:
    """Somebody has a hundred shares."""
    trader = await office.open(1_000)
    await office.trade(asked(trader, Side.BUY, 100, "10"), "10")
    return trader


async def test_nobody_sells_what_a_reverse_split_took_away(office: Office) -> None:
    trader = await holder(office)
    said = CorporateActionEffective.model_validate(facts() | {"market_time": MIDNIGHT})

    await office.world.publish(said)

    late = asked(trader, Side.SELL, 100, "100", at=NOON), asked(trader, Side.SELL, 10, "100")
    assert await office.place(*late) == ["position_exceeded", "approved"]
    await office.world.publish(
        PositionSplit.model_validate(
            {
                "account_id": trader,
                "action_id": ACTION,
                "booking_id": new_id(),
                "symbol": ACME,
                "market_time": MIDNIGHT,
                "new_shares": Quantity(Decimal(1)),
                "old_shares": Quantity(Decimal(10)),
                "added": Quantity(Decimal(-90)),
                "cash_in_lieu": Money(Decimal(0)),
                "realised": Money(Decimal(0)),
                "quantity": Quantity(Decimal(10)),
                "cost": Money(Decimal(1_000)),
                "cash": Money(Decimal(0)),
            }
        )
    )
    shown = (await office.see(trader))["shares"]
    assert shown == [{"symbol": "ACME", "owned": "10", "held": "10", "free": "0"}]


async def test_what_was_announced_holds_from_its_time_on_and_as_it_was_said_last(
    office: Office,
) -> None:
    trader = await holder(office)
    coming = {"effective_at": MIDNIGHT, "new_shares": Quantity(Decimal(5))}
    await office.world.publish(CorporateActionAnnounced.model_validate(facts() | coming))

    before = asked(trader, Side.SELL, 1, "10", at=MIDNIGHT - timedelta(seconds=1))
    assert await office.place(before) == ["approved"]
    await office.world.publish(
        CorporateActionAnnounced.model_validate(facts() | {"effective_at": MIDNIGHT})
    )
    after = asked(trader, Side.SELL, 10, "100", at=MIDNIGHT)
    assert await office.place(after) == ["position_exceeded"]
    less = asked(trader, Side.SELL, 9, "100", at=MIDNIGHT)
    assert await office.place(less) == ["approved"]
