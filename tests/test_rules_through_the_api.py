"""Every rule of risk through the API: the code, the sentence, and the same said beforehand."""

from collections.abc import AsyncGenerator

import pytest
from broken_rules import RULES, Arrange
from trading_desk import MARKET_TIME
from trading_house import House, Json, trading_house

from chassis.testing import some_account
from events import AccountReviewRequested
from vocabulary import MarginType, RejectionReason

pytestmark = pytest.mark.real


@pytest.fixture
async def house(postgres_url: str) -> AsyncGenerator[House]:
    async with trading_house(postgres_url) as house:
        yield house


@pytest.mark.parametrize(("margin", "before", "terms", "code", "sentence"), RULES)
async def test_an_order_is_refused_as_was_said_beforehand(
    house: House, margin: MarginType | None, before: Arrange, terms: Json, code: str, sentence: str
) -> None:
    trader = await house.open(10_000, margin or MarginType.CASH)
    await before(house, trader)
    order = {"quantity": "10", "limit_price": "100"} | terms

    estimate = await house.estimate(trader, **order)
    refused = await house.place(trader, **order)

    assert (refused["status"], refused["rejected_by"]) == ("rejected", "risk")
    assert (refused["rejection_reason"], refused["rejection_rule"]) == (code, sentence)
    assert estimate["would_be_approved"] is False
    said = [(one["reason"], one["rule"]) for one in estimate["broken"]]
    assert said[0] == (code, sentence)
    assert (await house.see(trader))["holds"] == []


def test_no_rule_is_left_out() -> None:
    elsewhere = {"account_unknown", "wash_trade", "refused_by_book", "refused_by_broker"}

    assert {code for *_, code, _ in RULES} == {*RejectionReason} - elsewhere


async def test_the_next_order_obeys_the_strictest_of_house_user_and_account(house: House) -> None:
    trader, other = await house.open(10_000), await house.open(10_000)
    order = {"quantity": "10", "limit_price": "98"}

    seen = [(await house.place(trader, **order))["status"]]
    for place, most in (
        (f"user/{house.user}", "900"),
        (f"account/{trader}", "2000"),
        ("house/everybody", "5000"),
        (f"user/{house.user}", "980"),
        (f"account/{trader}", "979.99"),
    ):
        await house.lay_down(place, order_value_max=most)
        seen.append((await house.place(trader, **order))["status"])
    seen.append((await house.place(other, **order))["status"])

    assert seen == ["new", "rejected", "rejected", "rejected", "new", "rejected", "new"]


@pytest.mark.parametrize("place", ["account/{trader}", "symbol/IBM", "house/everybody"])
async def test_a_switch_cancels_what_is_open_and_gives_back_what_it_held(
    house: House, place: str
) -> None:
    trader = await house.open(10_000)
    orders = [await house.place(trader, quantity="10", limit_price="98") for _ in range(3)]

    await house.halt(place.format(trader=trader), "somebody looks")

    shown = [await house.desk.see(one["order_id"], trader=trader) for one in orders]
    assert [one["status"] for one in shown] == ["canceled"] * 3
    account = await house.see(trader)
    assert (account["holds"], account["buying_power"]) == ([], "10000")


async def test_whoever_is_too_early_gets_the_order_that_they_placed(house: House) -> None:
    """Signing up and the first order come by different publishers."""
    trader = some_account()
    early = await house.place(trader, quantity="100", limit_price="98")
    await house.open(9_800, trader=trader)
    await house.desk.pass_time()

    late = await house.desk.see(early["order_id"], trader=trader)

    assert (early["status"], late["status"]) == ("pending_new", "new")
    assert (await house.see(trader))["buying_power"] == "0"


async def test_an_order_waits_for_its_account_for_a_moment_only(house: House) -> None:
    trader = some_account()
    early = await house.place(trader, quantity="1", limit_price="98")
    await house.desk.simulation.publish(
        AccountReviewRequested(account_id=trader, market_time=MARKET_TIME)
    )

    late = await house.desk.see(early["order_id"], trader=trader)

    assert (late["rejection_reason"], late["status"]) == ("account_unknown", "rejected")
    assert late["rejection_rule"] == "the account is not open"
