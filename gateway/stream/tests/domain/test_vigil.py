"""How long a client is waited for, and how badly it may behave."""

import pytest

from stream.domain import closing
from stream.domain.closing import Closing
from stream.domain.messages import BadMessage
from stream.domain.vigil import BURST_MAX, STRIKES_MAX, Conduct, Patience, Vigil

PATIENCE = Patience()


@pytest.mark.parametrize(
    ("now", "verdict"),
    [(0, None), (5, None), (5.1, closing.UNAUTHENTICATED), (50, closing.UNAUTHENTICATED)],
)
def test_a_ticket_is_waited_for_five_seconds(now: float, verdict: Closing | None) -> None:
    assert Vigil(PATIENCE, 0).verdict(now) == verdict


@pytest.mark.parametrize(
    ("heard_at", "now", "verdict"),
    [
        (0, 45, None),
        (0, 45.1, closing.SILENT),
        (40, 85, None),
        (40, 85.1, closing.SILENT),
        (960, 960, None),
        (960.1, 960.1, closing.EXPIRED),
    ],
)
def test_a_client_shows_signs_of_life_and_a_fresh_ticket(
    heard_at: float, now: float, verdict: Closing | None
) -> None:
    vigil = Vigil(PATIENCE, 0)
    vigil.admitted(expires_at=900)
    vigil.heard(heard_at)
    vigil.heard(0)  # an older sign of life takes nothing away

    assert vigil.verdict(now) == verdict


def test_a_new_ticket_gives_new_time() -> None:
    vigil = Vigil(PATIENCE, 0)
    vigil.admitted(expires_at=900)
    vigil.admitted(expires_at=1800)
    vigil.heard(1000)

    assert vigil.verdict(1001) is None


@pytest.mark.parametrize(("now", "verdict"), [(5, None), (5.1, closing.SLOW)])
def test_a_message_that_does_not_go_out_is_waited_for_five_seconds(
    now: float, verdict: Closing | None
) -> None:
    vigil = Vigil(PATIENCE, 0)
    vigil.admitted(expires_at=900)
    vigil.sending_since = 0.0

    assert vigil.verdict(now) == verdict


def test_hearts_beat_every_fifteen_seconds_once_the_client_is_known() -> None:
    vigil = Vigil(PATIENCE, 0)
    assert not vigil.heartbeat_is_due(20)
    vigil.admitted(expires_at=900)

    beats = [now for now in range(20, 60) if vigil.heartbeat_is_due(now)]
    assert beats == [20, 35, 50]


def test_mistakes_are_forgiven_but_not_for_ever() -> None:
    conduct = Conduct(0)

    assert [conduct.err() for _ in range(STRIKES_MAX + 1)] == [False] * STRIKES_MAX + [True]


def test_a_client_may_speak_in_bursts_but_not_for_ever() -> None:
    conduct = Conduct(0)
    for _ in range(BURST_MAX):
        conduct.ask(0)

    with pytest.raises(BadMessage, match="50 a second"):
        conduct.ask(0)
    conduct.ask(0.02)
    with pytest.raises(BadMessage):
        conduct.ask(0.021)
    conduct.ask(3600)
