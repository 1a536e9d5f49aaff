"""One table says what may happen to an order; everything else is refused."""

import pytest

from order.domain.lifecycle import LIVE, TRANSITIONS, WORKING, CannotHappen, Happening, Life
from vocabulary import OrderStatus

ENDS = {
    OrderStatus.FILLED,
    OrderStatus.CANCELED,
    OrderStatus.EXPIRED,
    OrderStatus.REPLACED,
    OrderStatus.REJECTED,
}
ALWAYS = "ask_cancel ask_replace keep shrink adjust cancel replace expire"
POSSIBLE = {
    "pending_new": f"{ALWAYS} accept hold open reject",
    "accepted": f"{ALWAYS} wait open resume reject fill complete",
    "held": f"{ALWAYS} release",
    "new": f"{ALWAYS} trigger wait pause fill complete",
    "partially_filled": f"{ALWAYS} open wait pause fill complete",
}


@pytest.mark.parametrize("happening", Happening)
@pytest.mark.parametrize("status", sorted(LIVE | ENDS))
def test_what_may_happen_is_in_the_table(status: OrderStatus, happening: Happening) -> None:
    life = Life(status)

    if happening in POSSIBLE.get(status, "").split():
        step = life.step(happening, 5, "because", size="1")
        assert (step.number, step.time, step.reason) == (1, 5, "because")
        assert step.figures == {"size": "1"}
        assert step.status is life.shown
    else:
        with pytest.raises(CannotHappen):
            life.step(happening, 5, "because")
        assert (life.status, life.number) == (status, 0)


def test_every_state_is_live_or_an_end_and_only_shown_ones_are_neither() -> None:
    shown_only = {OrderStatus.PENDING_CANCEL, OrderStatus.PENDING_REPLACE}

    assert set(OrderStatus) == LIVE | ENDS | shown_only
    assert not LIVE & ENDS
    assert WORKING < LIVE
    assert set(TRANSITIONS.values()) == set(OrderStatus) - shown_only - {
        OrderStatus.PENDING_NEW
    } | {OrderStatus.PENDING_NEW}


def test_a_wish_on_its_way_shows_while_the_order_lives() -> None:
    life = Life(OrderStatus.NEW)

    life.step(Happening.ASK_CANCEL, 0, "")
    assert (life.shown, life.asked) == (OrderStatus.PENDING_CANCEL, Happening.ASK_CANCEL)
    life.step(Happening.ASK_REPLACE, 0, "")
    assert life.shown is OrderStatus.PENDING_REPLACE
    life.step(Happening.KEEP, 0, "")
    assert (life.shown, life.asked) == (OrderStatus.NEW, None)
    life.step(Happening.ASK_CANCEL, 0, "")
    life.step(Happening.COMPLETE, 0, "")
    assert (life.shown, life.is_live, life.number) == (OrderStatus.FILLED, False, 5)
