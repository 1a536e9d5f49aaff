"""The examples in the documentation are answers that the service could give."""

import pytest
from pydantic import BaseModel, ValidationError

from analytics.schemas.accounts import OrdersResponse, SymbolProfitResponse
from analytics.schemas.leaderboard import NameRequest, StandingResponse
from analytics.schemas.trips import TripResponse


@pytest.mark.parametrize(
    "model",
    [SymbolProfitResponse, OrdersResponse, TripResponse, StandingResponse],
)
def test_an_example_is_a_valid_answer(model: type[BaseModel]) -> None:
    example = model.model_json_schema()["example"]

    assert model.model_validate(example).model_dump(mode="json") == example


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "two\u0000", "\u202egnp"])
def test_a_name_is_one_line_that_can_be_shown(name: str) -> None:
    with pytest.raises(ValidationError):
        NameRequest(name=name)
