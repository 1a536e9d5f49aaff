"""Whatever somebody asks about: it is answered, or refused with a code, and changes nothing."""

from uuid import UUID

import pytest
from estimating import GROUP, LEG, STRICT, WORKS, Json, an_account, estimate
from hypothesis import event, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from chassis.errors import Unprocessable
from risk.domain.limits import Limits
from risk.schemas.estimating import LEGS, TYPES, EstimateRequest
from vocabulary import (
    MarginType,
    OrderClass,
    Side,
    TimeInForce,
)


def figures(whole: int, places: int) -> st.SearchStrategy[str]:
    """Of so many digits before and after the point, often at the ends."""
    least = f"0.{'1'.zfill(places)}"
    return st.sampled_from(
        [least, "1", "99.5", "100", "9" * whole, f"{'9' * whole}.{'9' * places}"]
    )


shares, dollars, prices, told = figures(9, 9), figures(16, 2), figures(10, 8), figures(11, 8)
fees = st.just("0") | figures(18, 4)
anything = (
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "0", "1e3", "-1", "NaN"])
)
others = st.sampled_from([WORKS, GROUP, LEG]).map(str)


@st.composite
def wanted(draw: st.DrawFn) -> Json:
    """An order that makes sense, of any size and at any price; and then perhaps not any more."""
    names = draw(st.sampled_from(sorted(TYPES)))
    order_class = draw(st.sampled_from(OrderClass))
    replaced = draw(st.none() | others)
    roles = [] if replaced else sorted(draw(st.sampled_from(LEGS[order_class])))
    body: Json = {name: draw(prices) for name in names}
    body |= {"symbol": "ACME", "side": draw(st.sampled_from(Side)), "order_class": order_class}
    body |= {"quantity": draw(shares)} if draw(st.booleans()) else {"notional": draw(dollars)}
    body |= {"bound_price": body.get("limit_price") or draw(told), "fee_bound": draw(fees)}
    body |= {"replaces": replaced, "reduce_only": draw(st.booleans())}
    body |= {"time_in_force": draw(st.sampled_from(TimeInForce)), "reference_price": draw(told)}
    leg = {"type": "stop", "bound_price": draw(told), "fee_bound": draw(fees)}
    body["legs"] = [leg | {"leg": role} for role in roles]
    for name in draw(st.sets(st.sampled_from(sorted(EstimateRequest.model_fields)), max_size=2)):
        body[name] = draw(anything) if draw(st.booleans()) else body.get(name)
    return body


@given(st.sampled_from(MarginType), st.sampled_from([STRICT, Limits()]), wanted())
@settings(max_examples=1_000, deadline=None)
def test_whatever_is_asked_is_answered_or_refused(
    margin: MarginType, limits: Limits, body: Json
) -> None:
    account = an_account(margin, limits)
    before = (account.free_cash, dict(account.free_shares), dict(account.holders))

    try:
        answer = estimate(account, body)
    except (ValidationError, Unprocessable):
        event("refused")
    else:
        event("answered")
        assert answer["would_be_approved"] is (answer["broken"] == [])
        assert "E" not in answer["cost"] + answer["holds_buying_power"] + answer["holds_shares"]

    assert (account.free_cash, dict(account.free_shares), dict(account.holders)) == before


LIMIT: Json = {"symbol": "ACME", "side": "buy", "quantity": "1", "limit_price": "100"}
STOP: Json = {"symbol": "ACME", "side": "buy", "quantity": "1", "stop_price": "110"}
PROFIT: Json = {"leg": "take_profit", "type": "limit", "limit_price": "120", "bound_price": "120"}
LOSS: Json = {"leg": "stop_loss", "type": "stop", "stop_price": "80", "bound_price": "0.00000001"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (LIMIT | {"notional": "5"}, "size_ambiguous"),
        (LIMIT | {"type": "market"}, "prices_mismatched"),
        (LIMIT | {"type": "stop_limit"}, "prices_mismatched"),
        (LIMIT | {"trail_price": "1"}, "prices_mismatched"),
        (STOP | {"trail_price": "1", "trail_percent": "1"}, "prices_mismatched"),
        (STOP, "bound_missing"),
        (LIMIT | {"bound_price": "101"}, "bounds_differ"),
        (LIMIT | {"fee": "1", "fee_bound": "2"}, "fees_differ"),
        (LIMIT | {"fee": "1", "fee_bound": "0"}, "fees_differ"),
        (LIMIT | {"legs": [PROFIT]}, "legs_mismatched"),
        (LIMIT | {"order_class": "bracket"}, "legs_mismatched"),
        (LIMIT | {"order_class": "bracket", "legs": [PROFIT]}, "legs_mismatched"),
        (LIMIT | {"order_class": "bracket", "legs": [LOSS, LOSS]}, "legs_mismatched"),
        (LIMIT | {"order_class": "oto", "legs": [LOSS, LOSS]}, "legs_mismatched"),
        (LIMIT | {"order_class": "oto", "legs": [PROFIT, LOSS]}, "legs_mismatched"),
        (LIMIT | {"order_class": "oco", "legs": [PROFIT]}, "legs_mismatched"),
        (LIMIT | {"order_class": "oto", "legs": [LOSS], "replaces": str(WORKS)}, "legs_mismatched"),
        (LIMIT | {"replaces": str(UUID(int=77))}, "replaces_unknown"),
        (LIMIT | {"side": "sell", "replaces": str(WORKS)}, "replaces_unknown"),
        (LIMIT | {"quantity": None, "notional": "9", "replaces": str(WORKS)}, "replaces_unknown"),
    ],
)
def test_what_contradicts_itself_is_refused_with_a_code(body: Json, code: str) -> None:
    with pytest.raises(Unprocessable) as refused:
        estimate(an_account(MarginType.MARGIN, Limits()), body)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("body", "cost", "fees", "holds"),
    [
        (LIMIT | {"fee": "0.5"}, "100", "0.5", ("100.5", "0")),  # by its old name
        (LIMIT | {"fee": "0.5", "fee_bound": "0.5"}, "100", "0.5", ("100.5", "0")),
        (STOP | {"bound_price": "114.4", "fee_bound": "1"}, "114.4", "1", ("115.4", "0")),
        (LIMIT | {"quantity": "12", "replaces": str(WORKS)}, "1200", "0", ("300", "0")),
        (LIMIT | {"order_class": "bracket", "legs": [LOSS, PROFIT]}, "100", "0", ("100", "0")),
        # the exits buy back what the entry brings, or twenty dollars more, and both fees
        (
            LIMIT
            | {"side": "sell", "order_class": "oto", "fee_bound": "1"}
            | {"legs": [PROFIT | {"fee_bound": "2"}]},
            "100",
            "1",
            ("23", "1"),
        ),
        (LIMIT | {"side": "sell", "quantity": "95", "reduce_only": True}, "9000", "0", ("0", "90")),
    ],
)
def test_what_is_held_counts_fees_exits_and_what_is_replaced(
    body: Json, cost: str, fees: str, holds: tuple[str, str]
) -> None:
    answer = estimate(an_account(MarginType.CASH, Limits()), body)

    assert (answer["cost"], answer["fees"]) == (cost, fees)
    assert (answer["holds_buying_power"], answer["holds_shares"]) == holds
    assert answer["would_be_approved"]


def test_where_nothing_can_be_reduced_that_is_what_is_wrong() -> None:
    body = LIMIT | {"side": "buy", "reduce_only": True}

    answer = estimate(an_account(MarginType.MARGIN, Limits()), body)

    assert [one["reason"] for one in answer["broken"]] == ["position_exceeded"]
    assert "nothing that it could reduce" in answer["broken"][0]["rule"]
    assert (answer["quantity"], answer["holds_buying_power"]) == ("0", "0")


TRAIL: Json = {"leg": "stop_loss", "type": "trailing_stop", "bound_price": "0.00000001"}
BRACKET: Json = LIMIT | {"quantity": "3", "order_class": "bracket"}
OTO: Json = LIMIT | {"order_class": "oto"}


@pytest.mark.parametrize(
    ("body", "position", "loss"),
    [
        (LIMIT, "101", None),
        (LIMIT | {"side": "sell", "quantity": "250"}, "-150", None),
        (LIMIT | {"side": "sell", "quantity": "95", "reduce_only": True}, "10", None),
        (BRACKET | {"legs": [PROFIT, LOSS]}, "103", "60"),
        (BRACKET | {"legs": [PROFIT, LOSS | {"fee_bound": "2"}], "fee_bound": "1"}, "103", "63"),
        (OTO | {"legs": [PROFIT]}, "101", None),
        (OTO | {"legs": [TRAIL | {"trail_percent": "5"}]}, "101", "5"),
        (OTO | {"legs": [TRAIL | {"trail_price": "7.5"}]}, "101", "7.5"),
        (OTO | {"legs": [TRAIL]}, "101", None),
        (OTO | {"side": "sell", "legs": [LOSS | {"stop_price": "104"}]}, "99", "4"),
        (STOP | OTO | {"limit_price": None, "bound_price": "114.4", "legs": [LOSS]}, "101", "30"),
        (OTO | {"limit_price": None, "legs": [LOSS | {"stop_price": "90.01"}]}, "101", "10"),
        (LIMIT | {"side": "sell", "order_class": "oco", "legs": [LOSS]}, "99", None),
    ],
)
def test_what_there_would_be_and_what_the_stop_would_lose(
    body: Json, position: str, loss: str | None
) -> None:
    answer = estimate(an_account(MarginType.MARGIN, Limits()), body)

    assert (answer["position_afterwards"], answer["loss_at_stop"]) == (position, loss)
