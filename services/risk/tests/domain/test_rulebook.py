"""What administrators lay down: layers of limits, and halts by account, by symbol and for all."""

from decimal import Decimal
from uuid import UUID

from risk.domain.limits import Limits, strictest
from risk.domain.rulebook import EVERYBODY, Rulebook, Scope
from vocabulary import AccountId, Money, Quantity, Symbol, UserId

ACCOUNT, OTHER = AccountId(UUID(int=1)), AccountId(UUID(int=2))
USER = UserId(UUID(int=3))


def at_most(dollars: int) -> Limits:
    """An order may be worth so much."""
    return Limits(Money(Decimal(dollars)))


def test_of_two_layers_the_strictest_counts() -> None:
    house = Limits(Money(Decimal(9)), orders_per_minute_max=5, no_shorting=True)
    own = Limits(Money(Decimal(8)), Quantity(Decimal(7)), orders_per_minute_max=6)

    assert strictest([house, own]) == Limits(
        Money(Decimal(8)), Quantity(Decimal(7)), orders_per_minute_max=5, no_shorting=True
    )
    assert strictest([]) == Limits()


def test_a_limit_is_for_the_house_for_a_user_or_for_an_account() -> None:
    rulebook = Rulebook(at_most(100))
    assert rulebook.limits(ACCOUNT, USER) == at_most(100)

    rulebook.layers = {
        (Scope.HOUSE, EVERYBODY): at_most(90),
        (Scope.USER, str(USER)): at_most(70),
        (Scope.ACCOUNT, str(ACCOUNT)): at_most(80),
    }

    assert rulebook.limits(ACCOUNT, USER) == at_most(70)
    assert rulebook.limits(ACCOUNT) == at_most(80)
    assert rulebook.limits(OTHER) == at_most(90)


def test_nobody_allows_more_than_the_settings_do() -> None:
    rulebook = Rulebook(at_most(100), layers={(Scope.HOUSE, EVERYBODY): at_most(900)})

    assert rulebook.limits(ACCOUNT) == at_most(100)


def test_trading_is_halted_for_an_account_for_a_symbol_or_for_all() -> None:
    rulebook = Rulebook(
        halts={(Scope.ACCOUNT, str(ACCOUNT)): "one", (Scope.SYMBOL, "ACME"): "another"}
    )
    halted = rulebook.halted(ACCOUNT), rulebook.halted(OTHER)
    symbols = rulebook.symbol_halted(Symbol("ACME")), rulebook.symbol_halted(Symbol("BOLT"))

    rulebook.halts = {(Scope.HOUSE, EVERYBODY): "fire"}

    assert halted == ("one", None)
    assert symbols == ("another", None)
    assert rulebook.halted(OTHER) == "fire"
