"""What is wrong and what is only on its way: nobody has to be asked for that, only time passes."""

from decimal import Decimal
from uuid import UUID

import pytest

from outcry.agreement.figures import (
    SAID_BY,
    Difference,
    Figure,
    Figures,
    Kind,
    Voice,
    Voices,
    differences,
)
from outcry.agreement.glance import Glance
from outcry.agreement.rounds import Found, Rounds, Verdict
from vocabulary import AccountId

ADA = AccountId(UUID(int=1))
CASH, FILLS = Figure(Kind.CASH), Figure(Kind.FILLS, "IBM")
EVERYBODY = ("ledger", "order", "portfolio", "risk", "analytics")


def voices(*figures: Figure, value: int = 100, **other: int) -> Voices:
    """All say the same, but for those who say something else."""

    def own(name: str) -> Figures:
        said = [one for one in figures if name in SAID_BY[one.kind]]
        return {one: Decimal(other.get(name, value)) for one in said}

    return {name: {ADA: own(name)} for name in EVERYBODY}


def seen(*figures: Figure, value: int = 100, **other: int) -> Glance:
    return Glance(dict(voices(*figures, value=value, **other)))


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_figure_is_compared(kind: Kind) -> None:
    figure = Figure(kind, "IBM")
    assert list(differences(voices(figure))) == []
    for name in SAID_BY[kind]:
        [found] = differences(voices(figure, **{name: 7}))
        assert (found.account_id, found.figure) == (ADA, figure)
        assert found.said == dict.fromkeys(SAID_BY[kind], Decimal(100)) | {name: Decimal(7)}


def test_what_somebody_does_not_mention_is_nothing() -> None:
    nobody: Voice = {}
    [found] = differences({**voices(CASH), "risk": nobody})
    assert found.said["risk"] == 0
    empty = voices(CASH, value=0)
    assert list(differences({**empty, "risk": nobody})) == []


def test_the_same_amount_may_be_written_in_two_ways() -> None:
    same: Voice = {ADA: {CASH: Decimal("100.0000")}}
    assert list(differences({**voices(CASH), "risk": same})) == []


def test_what_moved_a_moment_ago_may_be_on_its_way() -> None:
    rounds = Rounds(settled_seconds=5)
    first = rounds.add(seen(CASH, risk=90), 0)
    assert (len(first.passing), first.found, first.is_sound, first.is_final) == (1, [], True, False)
    moved = rounds.add(seen(CASH, risk=95), 4)
    assert (len(moved.passing), moved.is_sound) == (1, True)
    assert rounds.add(seen(CASH, risk=95), 8).is_sound
    last = rounds.add(seen(CASH, risk=95), 9)
    assert [one.verdict for one in last.found] == [Verdict.WRONG]
    assert (last.is_sound, last.is_final, last.accounts) == (False, True, 1)


def test_who_agrees_again_was_only_late() -> None:
    rounds = Rounds(settled_seconds=5)
    rounds.add(seen(CASH, risk=90), 0)
    last = rounds.add(seen(CASH), 9)
    assert (last.is_sound, last.is_final) == (True, True)


def test_as_long_as_messages_wait_a_difference_is_late() -> None:
    rounds = Rounds(settled_seconds=5)
    late = Glance(seen(CASH, risk=90).voices, waiting={"risk.accounts.v1.0": 3})
    rounds.add(late, 0)
    last = rounds.add(late, 5)
    assert [one.verdict for one in last.found] == [Verdict.LATE]
    assert (last.is_sound, last.is_final) == (False, False)


@pytest.mark.parametrize(("key", "figure"), [(str(ADA), CASH), ("IBM", Figure(Kind.SHARES, "IBM"))])
def test_what_waits_for_a_person_is_parked(key: str, figure: Figure) -> None:
    rounds = Rounds(settled_seconds=5)
    aside = Glance(seen(figure, risk=90).voices, parked={key}, waiting={"risk.accounts.v1.0": 3})
    rounds.add(aside, 0)
    [found] = rounds.add(aside, 5).found
    said = dict.fromkeys(SAID_BY[figure.kind], Decimal(100)) | {"risk": Decimal(90)}
    assert found == Found(Difference(ADA, figure, said), Verdict.PARKED)


def test_what_was_traded_long_ago_is_missed_where_trading_never_rests() -> None:
    rounds = Rounds(settled_seconds=5)
    trading = [seen(FILLS, CASH, value=now + 1, portfolio=now) for now in range(6)]
    silent = [seen(FILLS, CASH, value=now + 1, portfolio=5) for now in range(6, 11)]
    found = [rounds.add(one, now) for now, one in enumerate([*trading, *silent])]
    assert [one.is_sound for one in found] == [*[True] * 10, False]
    assert {one.difference.figure for one in found[-1].found} == {FILLS}
    assert {one.figure for one in found[-1].passing} == {CASH}


def test_a_ledger_that_does_not_balance_is_wrong_at_once() -> None:
    crooked = Glance(seen(CASH).voices, unbalanced={"USD": Decimal("0.01")})
    findings = Rounds(settled_seconds=5).add(crooked, 0)
    assert (findings.is_sound, findings.is_final) == (False, True)
