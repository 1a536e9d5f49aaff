"""The examples in the documentation are answers that the service could give."""

import pytest
from pydantic import BaseModel

from analytics.schemas.accounts import OrdersResponse, SymbolProfitResponse


@pytest.mark.parametrize("model", [SymbolProfitResponse, OrdersResponse])
def test_an_example_is_a_valid_answer(model: type[BaseModel]) -> None:
    example = model.model_json_schema()["example"]

    assert model.model_validate(example).model_dump(mode="json") == example
