"""Accounts end: because their owner wants that, or because their owner leaves."""

from collections.abc import AsyncGenerator
from uuid import uuid4

import pytest
from account_holder import Holder, portfolio_of_somebody

from events import AccountClosed, AccountReset, AccountWindingUp, UserDeleted
from vocabulary import UserId, WindingPurpose

pytestmark = pytest.mark.real


@pytest.fixture
async def holder(postgres_url: str) -> AsyncGenerator[Holder]:
    """Somebody who has just signed up."""
    async with portfolio_of_somebody(postgres_url) as holder:
        yield holder


async def leave(holder: Holder) -> None:
    await holder.simulation.publish(UserDeleted(user_id=holder.user_id, account_id=holder.first))


async def test_a_closed_account_has_nothing_and_stays_to_be_seen(holder: Holder) -> None:
    second, trader = await holder.open(cash="5000"), holder.trader(holder.first)
    await trader.trade("buy 10 IBM 180")

    winding = await holder.do("POST", f"/{holder.first}/close")
    await holder.rest(winding, fills=1)

    seen = await holder.see(holder.first)
    assert (seen["state"], seen["cash"], seen["epoch"]) == ("closed", "0", 1)
    assert [one["kind"] for one in (await trader.see("/ledger"))["items"]] == [
        "closing",
        "fill",
        "opening",
    ]
    assert (await holder.see(second))["state"] == "open"
    (closed,) = holder.said(AccountClosed)
    assert (closed.account_id, closed.epoch) == (holder.first, 1)
    assert await holder.is_sound()


async def test_nothing_is_done_to_a_closed_account(holder: Holder) -> None:
    await holder.open()
    path = f"/{holder.first}"
    await holder.rest(await holder.do("POST", f"{path}/close"))

    closed = 409, "account_closed"
    assert await holder.fail("PATCH", path, {"name": "New"}) == closed
    assert await holder.fail("POST", f"{path}/reset", {}) == closed
    assert await holder.fail("POST", f"{path}/close") == closed
    assert await holder.fail("POST", f"{path}/deposits", {"amount": "1"}) == closed
    assert await holder.fail("POST", f"{path}/withdrawals", {"amount": "1"}) == closed


async def test_the_last_account_cannot_be_closed(holder: Holder) -> None:
    assert await holder.fail("POST", f"/{holder.first}/close") == (409, "last_account")

    second = await holder.open()
    await holder.do("POST", f"/{holder.first}/close")
    assert await holder.fail("POST", f"/{second}/close") == (409, "last_account")


async def test_the_orders_of_who_leaves_are_withdrawn_and_the_account_ends(holder: Holder) -> None:
    await leave(holder)
    await leave(holder)

    (winding,) = holder.said(AccountWindingUp)
    assert winding.purpose is WindingPurpose.CLOSE
    await holder.rest({"account_id": str(holder.first), "winding_id": str(winding.winding_id)})
    assert len(holder.said(AccountClosed)) == 1
    assert (await holder.see(holder.first))["name"] == ""
    assert await holder.fail("POST", "", {"name": "after"}) == (404, "account_not_open")
    assert await holder.is_sound()


async def test_who_leaves_during_a_reset_does_not_start_over(holder: Holder) -> None:
    winding = await holder.reset()
    await leave(holder)

    await holder.rest(winding)

    assert (holder.said(AccountReset), len(holder.said(AccountClosed))) == ([], 1)
    done = await holder.do("GET", f"/{holder.first}/windings/{winding['winding_id']}")
    assert (done["purpose"], done["state"]) == ("close", "done")


async def test_a_wish_that_comes_after_its_owner_left_is_dropped(holder: Holder) -> None:
    await holder.open()
    await leave(holder)
    (closing,) = holder.said(AccountWindingUp)
    await holder.rest({"account_id": str(holder.first), "winding_id": str(closing.winding_id)})

    stranger = Holder(holder.simulation, holder.client, UserId(uuid4()), holder.first)
    assert await stranger.fail("POST", f"/{holder.first}/reset", {}) == (404, "account_not_found")
    assert await holder.fail("POST", f"/{holder.first}/reset", {}) == (409, "account_closed")
