"""What Schemathesis cannot know: who is asking, which times exist, and what our refusals mean.

It runs in a process of its own; ``tests/test_api_contracts.py`` starts it.
"""

# Schemathesis leaves the type arguments of its own classes open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import json
import os
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import schemathesis
from hypothesis import strategies as st
from schemathesis import AuthContext, Case, CheckContext, GenerationMode, Response

ORIGIN = os.environ["CONTRACTS_ORIGIN"]
TOKENS: dict[str, str] = json.loads(os.environ["CONTRACTS_TOKENS"])
"""The trader's and the administrator's."""
ALONE = frozenset(json.loads(os.environ["CONTRACTS_ALONE"]))
"""Operations that a session does not survive: each is called by somebody of its own."""
AnyCase = Case[Any]
PASSWORD = "correct horse battery staple"  # noqa: S105  # as in the documents' examples
FORBIDDEN = "403"
FOR_ADMINISTRATORS = "the role admin"
INVALID = frozenset({"validation_failed", "malformed_json"})
NOT_SAID_IN_SCHEMAS = frozenset({"body.time_zone"})
"""Which zones there are is for the time zone database to say, and it changes."""


def whose(_case: AnyCase, context: AuthContext) -> str:
    """Who calls an operation: administrators look at what is theirs, and change nothing here."""
    described: dict[str, Any] = context.operation.definition.raw
    name: str = described["operationId"]
    if name in ALONE:
        return name
    refusal: str = described["responses"].get(FORBIDDEN, {}).get("description", "")
    administers = FOR_ADMINISTRATORS in refusal and context.operation.method.upper() == "GET"
    return "admin" if administers else "trader"


@schemathesis.auth(cache_by_key=whose, retry_on=[])
class Tokens:
    """Access tokens, by who is asking."""

    def get(self, case: AnyCase, context: AuthContext) -> str:
        """The token of somebody; whoever is not there yet signs up."""
        name = whose(case, context)
        return TOKENS.get(name) or sign_up(f"{name}-{uuid4().hex}@example.com")

    def set(self, case: AnyCase, data: str, context: AuthContext) -> None:
        """Send it along."""
        case.headers["Authorization"] = f"Bearer {data}"


def sign_up(email: str) -> str:
    """The access token of a new trader."""
    who = {"email": email, "password": PASSWORD}
    answer = httpx.post(f"{ORIGIN}/api/auth/register", json=who, timeout=60)
    return answer.raise_for_status().json()["access_token"]


def moments() -> st.SearchStrategy[str]:
    """Times that the documents allow: from 1900 to 2199."""
    known = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30))  # noqa: DTZ001
    return known.map(lambda moment: moment.replace(tzinfo=UTC).isoformat())


schemathesis.openapi.format("date-time", moments())


@schemathesis.check
def what_the_schema_allows_is_not_called_invalid(
    _context: CheckContext, response: Response, case: AnyCase
) -> None:
    """A refusal of what the document allows has a reason of its own, like an unknown symbol.

    JSON Schema knows nothing of normal forms and of printable characters, so this is about ASCII.
    """
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    sent = (case.path_parameters, case.query, case.headers, case.cookies, case.body)
    if not json.dumps(sent, ensure_ascii=False, default=str).isascii():
        return
    if response.status_code not in {400, 422} or response.json()["code"] not in INVALID:
        return
    fields = {one["field"] for one in response.json().get("errors", [])}
    assert fields, response.text
    assert fields <= NOT_SAID_IN_SCHEMAS, response.text
