"""Dividends and interest are in the cash that an account's figures come to, and in no profit."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from analytics.domain.companies import Dividend
from analytics.domain.facts import Beginning, Payment
from analytics.domain.record import TrackRecord
from outcry.agreement.accounts import of_analytics
from outcry.agreement.figures import Figure, Kind
from vocabulary import AccountId, Money, Symbol

IBM = Symbol("IBM")
NOON = datetime(2013, 10, 7, 16, tzinfo=UTC)


def test_a_dividend_is_cash_and_no_profit() -> None:
    record = TrackRecord(AccountId(UUID(int=1)))
    record.begin(Beginning(1, Money(Decimal(100)), NOON))
    record.receive(Dividend(uuid4(), IBM, Money(Decimal("4.7")), NOON, NOON))

    said = dict(of_analytics(record))

    assert said[Figure(Kind.CASH)] == Decimal("104.7")
    assert said[Figure(Kind.PROFIT, IBM)] == 0


def test_interest_is_less_cash_and_no_loss() -> None:
    record = TrackRecord(AccountId(UUID(int=1)))
    record.begin(Beginning(1, Money(Decimal(100)), NOON))
    record.pay(Payment(uuid4(), Money(Decimal("-1.5")), NOON, NOON, is_interest=True))
    record.pay(Payment(uuid4(), Money(Decimal(20)), NOON, NOON))

    assert dict(of_analytics(record)) == {Figure(Kind.CASH): Decimal("118.5")}
