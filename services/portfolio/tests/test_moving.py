"""Money comes in and goes out: over HTTP, in the account's turn, once."""

from collections.abc import AsyncGenerator
from uuid import uuid4

import pytest
from account_holder import AREA, Holder, portfolio_of_somebody

from chassis.testing import some_account
from events import CashDeposited, CashWithdrawn, WithdrawalRequested
from vocabulary import UserId

pytestmark = pytest.mark.real


@pytest.fixture
async def holder(postgres_url: str) -> AsyncGenerator[Holder]:
    """Somebody who has just signed up."""
    async with portfolio_of_somebody(postgres_url) as holder:
        yield holder


async def test_a_deposit_arrives(holder: Holder) -> None:
    answer = await holder.ask("POST", f"/{holder.first}/deposits", {"amount": "2500.50"})

    asked = answer.json()
    place = f"/{holder.first}/transfers/{asked['transfer_id']}"
    assert (answer.status_code, asked["state"]) == (202, "requested")
    assert answer.headers["location"] == f"/api/{AREA}/accounts{place}"
    assert (await holder.do("GET", place))["state"] == "done"
    assert (await holder.see(holder.first))["cash"] == "102500.5"
    (said,) = holder.said(CashDeposited)
    assert (str(said.booking_id), str(said.amount)) == (asked["transfer_id"], "2500.5")
    booked = (await holder.trader(holder.first).see("/ledger"))["items"][0]
    assert (booked["kind"], booked["booking_id"]) == ("deposit", asked["transfer_id"])
    assert await holder.is_sound()


async def test_a_withdrawal_goes_out_once_risk_has_found_it_free(holder: Holder) -> None:
    asked = await holder.do("POST", f"/{holder.first}/withdrawals", {"amount": "400"})
    (question,) = holder.said(WithdrawalRequested)
    assert (str(question.transfer_id), question.amount) == (asked["transfer_id"], 400)
    assert (await holder.see(holder.first))["cash"] == "100000"

    await holder.approve(asked)

    assert (await holder.see(holder.first))["cash"] == "99600"
    assert [one.cash for one in holder.said(CashWithdrawn)] == [99_600]
    place = f"/{holder.first}/transfers/{asked['transfer_id']}"
    assert (await holder.do("GET", place))["state"] == "done"
    assert await holder.is_sound()


async def test_a_withdrawal_of_what_is_not_free_says_why_it_was_refused(holder: Holder) -> None:
    asked = await holder.do("POST", f"/{holder.first}/withdrawals", {"amount": "400"})

    await holder.refuse(asked)

    seen = await holder.do("GET", f"/{holder.first}/transfers/{asked['transfer_id']}")
    assert (seen["state"], seen["reason"]) == ("refused", "open orders hold it")
    assert seen["free_cash"] == "12"
    assert (await holder.see(holder.first))["cash"] == "100000"


async def test_asked_twice_under_one_key_money_moves_once(holder: Holder) -> None:
    path = f"/{holder.first}/deposits"
    first = await holder.do("POST", path, {"amount": "10"}, key="k")
    again = await holder.do("POST", path, {"amount": "10"}, key="k")

    assert again == first | {"state": "done"}
    assert (await holder.see(holder.first))["cash"] == "100010"
    for other, amount in ((path, "11"), (f"/{holder.first}/withdrawals", "10")):
        refused = await holder.fail("POST", other, {"amount": amount}, key="k")
        assert refused == (422, "key_reused")


async def test_without_a_key_two_wishes_are_two(holder: Holder) -> None:
    for _ in range(2):
        await holder.do("POST", f"/{holder.first}/deposits", {"amount": "10"})

    assert (await holder.see(holder.first))["cash"] == "100020"


NO_AMOUNTS = [
    "0",
    "0.00",
    "-1",
    "NaN",
    "Infinity",
    "1e30",
    "1e2",
    "0.00001",
    "",
    "ten",
    "9" * 60,
    "١٢",
]


@pytest.mark.parametrize("kind", ["deposits", "withdrawals"])
async def test_an_amount_that_makes_no_sense_is_refused(holder: Holder, kind: str) -> None:
    for amount in [*NO_AMOUNTS, 5, 1.5, True, None, {"amount": "1"}]:
        refused = await holder.fail("POST", f"/{holder.first}/{kind}", {"amount": amount})
        assert refused == (422, "validation_failed"), amount
    assert (await holder.do("GET", f"/{holder.first}/transfers"))["items"] == []


async def test_more_than_the_house_allows_is_refused(holder: Holder) -> None:
    too_much = {"amount": "10000000.01"}

    assert await holder.fail("POST", f"/{holder.first}/deposits", too_much) == (
        (422, "amount_too_large")
    )
    assert await holder.fail("POST", f"/{holder.first}/reset", {"cash": "10000000.01"}) == (
        (422, "amount_too_large")
    )
    assert await holder.fail("POST", "", {"name": "Rich", "cash": "10000000.01"}) == (
        (422, "amount_too_large")
    )


async def test_transfers_are_listed_newest_first_and_in_parts(holder: Holder) -> None:
    for amount in ("1", "2", "3"):
        await holder.do("POST", f"/{holder.first}/deposits", {"amount": amount})

    first = await holder.do("GET", f"/{holder.first}/transfers?limit=2")
    rest = await holder.do("GET", f"/{holder.first}/transfers?cursor={first['next_cursor']}")

    assert [one["amount"] for one in first["items"]] == ["3", "2"]
    assert ([one["amount"] for one in rest["items"]], rest["next_cursor"]) == (["1"], None)


async def test_nobody_touches_the_account_of_another(holder: Holder) -> None:
    asked = await holder.do("POST", f"/{holder.first}/deposits", {"amount": "1"})
    other = Holder(holder.simulation, holder.client, UserId(uuid4()), some_account())
    await other.sign_up()
    path = f"/{holder.first}"

    for method, rest, body in (
        ("GET", "", None),
        ("PATCH", "", {"name": "Mine"}),
        ("GET", "/epochs", None),
        ("GET", "/transfers", None),
        ("GET", f"/transfers/{asked['transfer_id']}", None),
        ("GET", f"/windings/{asked['transfer_id']}", None),
        ("POST", "/deposits", {"amount": "1"}),
        ("POST", "/withdrawals", {"amount": "1"}),
        ("POST", "/reset", {}),
        ("POST", "/close", None),
    ):
        refused = await other.fail(method, path + rest, body)
        assert refused == (404, "account_not_found"), f"{method} {rest}"
    missing = f"/{other.first}/transfers/{asked['transfer_id']}"
    assert await other.fail("GET", missing) == (404, "transfer_not_found")


async def test_a_machine_moves_money_of_its_own_account_and_no_other(holder: Holder) -> None:
    second = await holder.open()
    ten = {"amount": "10"}

    granted = await holder.ask("POST", f"/{second}/deposits", ten, machine_of=second)
    refused = await holder.ask("POST", f"/{holder.first}/deposits", ten, machine_of=second)
    reader = await holder.ask("POST", f"/{second}/deposits", ten, machine_of=second, scopes="read")
    shown = (await holder.ask("GET", machine_of=second)).json()["items"]

    assert [one.status_code for one in (granted, refused, reader)] == [202, 404, 403]
    assert [one["account_id"] for one in shown] == [str(second)]


async def test_a_machine_neither_opens_nor_closes_accounts(holder: Holder) -> None:
    second = await holder.open()

    for method, path, body in (
        ("POST", "", {"name": "Mine"}),
        ("PATCH", f"/{second}", {"name": "Mine"}),
        ("POST", f"/{second}/close", None),
    ):
        answer = await holder.ask(method, path, body, machine_of=second)
        assert (answer.status_code, answer.json()["code"]) == (403, "person_required")
