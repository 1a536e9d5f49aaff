"""Accounts are opened, renamed, reset and closed: the whole service on real PostgreSQL."""

from collections.abc import AsyncGenerator
from uuid import uuid4

import pytest
from account_holder import AREA, Holder, portfolio_of_somebody

from chassis.testing import some_account
from events import (
    AccountOpened,
    AccountRenamed,
    AccountReset,
    AccountWindingUp,
)
from vocabulary import MarginType, UserId, WindingPurpose

pytestmark = pytest.mark.real


@pytest.fixture
async def holder(postgres_url: str) -> AsyncGenerator[Holder]:
    """Somebody who has just signed up."""
    async with portfolio_of_somebody(postgres_url) as holder:
        yield holder


async def test_the_first_account_is_one_of_the_list(holder: Holder) -> None:
    (first,) = (await holder.do("GET"))["items"]

    assert first["account_id"] == str(holder.first)
    assert (first["name"], first["state"], first["margin"]) == ("Paper account", "open", "cash")
    assert (first["cash"], first["opening_cash"], first["epoch"]) == ("100000", "100000", 1)


async def test_another_account_is_what_its_owner_wants(holder: Holder) -> None:
    wanted = {"name": "Bot", "cash": "2500.50", "margin": "margin", "fill_model": "touch/1"}
    wanted["currency"] = "USD"

    answer = await holder.ask("POST", "", wanted)

    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/{AREA}/accounts/{made['account_id']}"
    assert {name: made[name] for name in wanted} == wanted | {"cash": "2500.5"}
    assert await holder.do("GET", f"/{made['account_id']}") == made
    _, opened = holder.said(AccountOpened)
    assert (opened.user_id, opened.account_name, opened.is_first) == (holder.user_id, "Bot", False)
    assert (opened.margin, opened.fill_model) == (MarginType.MARGIN, "touch/1")


async def test_an_account_is_kept_in_dollars(holder: Holder) -> None:
    euros = {"name": "Bot", "currency": "EUR"}

    assert await holder.fail("POST", "", euros) == (422, "validation_failed")


async def test_accounts_of_one_person_have_nothing_to_do_with_each_other(holder: Holder) -> None:
    second = await holder.open(cash="5000")
    await holder.trader(second).trade("buy 10 IBM 180")

    assert (await holder.trader(second).see(""))["cash"] == "3200"
    assert (await holder.trader(holder.first).see(""))["positions"] == []
    assert (await holder.trader(holder.first).see("/ledger/balance"))["balanced"]


async def test_nobody_has_more_accounts_than_allowed(holder: Holder) -> None:
    await holder.open("one")
    closing = await holder.open("two")

    assert await holder.fail("POST", "", {"name": "three"}) == (409, "too_many_accounts")

    await holder.do("POST", f"/{closing}/close")
    await holder.open("three")
    assert await holder.fail("POST", "", {"name": "four"}) == (409, "too_many_accounts")


async def test_who_has_no_account_at_all_cannot_open_another(holder: Holder) -> None:
    nobody = Holder(holder.simulation, holder.client, UserId(uuid4()), some_account())

    assert await nobody.fail("POST", "", {"name": "mine"}) == (404, "account_not_open")


async def test_asked_twice_under_one_key_one_account_is_opened(holder: Holder) -> None:
    first = await holder.do("POST", "", {"name": "Bot"}, key="k")

    assert await holder.do("POST", "", {"name": "Bot"}, key="k") == first
    assert await holder.fail("POST", "", {"name": "Other"}, key="k") == (422, "key_reused")
    assert len((await holder.do("GET"))["items"]) == 2


async def test_an_account_is_renamed_and_everybody_hears_of_it(holder: Holder) -> None:
    renamed = await holder.do("PATCH", f"/{holder.first}", {"name": "Mine"})
    await holder.do("PATCH", f"/{holder.first}", {"name": "Mine"})

    assert renamed["name"] == (await holder.see(holder.first))["name"] == "Mine"
    assert [one.account_name for one in holder.said(AccountRenamed)] == ["Mine"]


async def test_a_reset_waits_for_rest_and_starts_over(holder: Holder) -> None:
    trader = holder.trader(holder.first)
    await trader.trade("buy 10 IBM 180", "sell 4 IBM 190")
    winding = await holder.reset({"cash": "7000"})
    assert winding["state"] == "requested"
    (told,) = holder.said(AccountWindingUp)
    assert (str(told.winding_id), told.purpose) == (winding["winding_id"], WindingPurpose.RESET)
    assert (await holder.see(holder.first))["state"] == "winding_up"

    await holder.rest(winding, fills=3)
    assert (await trader.see(""))["cash"] == "98960"
    await trader.trade("buy 1 IBM 200")  # the third, which was still on its way

    seen = await holder.see(holder.first)
    assert (seen["state"], seen["epoch"], seen["cash"], seen["paid_in"]) == (
        ("open", 2, "7000", "7000")
    )
    assert (await trader.see(""))["positions"] == []
    done = await holder.do("GET", f"/{holder.first}/windings/{winding['winding_id']}")
    assert (done["state"], done["cash"]) == ("done", "7000")
    (heard,) = holder.said(AccountReset)
    assert (heard.epoch, heard.cash) == (2, 7000)
    assert await holder.is_sound()


async def test_the_old_epoch_can_still_be_read(holder: Holder) -> None:
    trader = holder.trader(holder.first)
    await trader.trade("buy 10 IBM 180")
    await holder.rest(await holder.reset(), fills=1)
    await trader.trade("buy 2 BAC 14")

    old, new = await trader.see("/trades", epoch=1), await trader.see("/trades", epoch=2)
    assert [one["symbol"] for one in old["items"]] == ["IBM"]
    assert [one["symbol"] for one in new["items"]] == ["BAC"]
    kinds = [one["kind"] for one in (await trader.see("/ledger", epoch=1))["items"]]
    assert kinds == ["reset", "fill", "opening"]
    (epoch,) = (await holder.do("GET", f"/{holder.first}/epochs"))["items"]
    assert (epoch["epoch"], epoch["paid_in"], epoch["cash"]) == (1, "100000", "98200")
    assert (epoch["invested"], epoch["realised"]) == ("1800", "0")
    assert (epoch["dividends"], epoch["interest"]) == ("0", "0")
    assert await holder.is_sound()


async def test_without_cash_a_reset_begins_with_what_the_account_was_opened_with(
    holder: Holder,
) -> None:
    await holder.rest(await holder.reset({"cash": "1"}))
    await holder.rest(await holder.reset())

    seen = await holder.see(holder.first)
    assert (seen["cash"], seen["epoch"]) == ("100000", 3)


async def test_nothing_else_is_done_to_an_account_that_is_wound_up(holder: Holder) -> None:
    await holder.open()
    await holder.reset()
    path = f"/{holder.first}"

    refused = 409, "account_winding_up"
    assert await holder.fail("POST", f"{path}/reset", {}) == refused
    assert await holder.fail("POST", f"{path}/close") == refused
    assert await holder.fail("POST", f"{path}/deposits", {"amount": "1"}) == refused
    assert await holder.fail("POST", f"{path}/withdrawals", {"amount": "1"}) == refused


async def test_asked_twice_under_one_key_an_account_is_reset_once(holder: Holder) -> None:
    first = await holder.reset(key="k")
    again = await holder.reset(key="k")
    await holder.rest(first)
    late = await holder.reset(key="k")

    assert first["winding_id"] == again["winding_id"] == late["winding_id"]
    assert late["state"] == "done"
    assert (await holder.see(holder.first))["epoch"] == 2
