"""Every line is one JSON object that says which service and which click it belongs to."""

import json
import logging
import sys
from collections.abc import Callable
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from proving.catalogue import created
from proving.front_door import SETTINGS
from proving.stage import Stage, accounts
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tally.handlers import POISON

from bus.envelope import Origin
from chassis import batches, context
from chassis.logs import start_logging

SECRET = "hunter2"  # noqa: S105  # what must not be told


def logged(work: Callable[[], object]) -> list[dict[str, Any]]:
    """The lines that ``work`` logs in a process of the service."""
    return [json.loads(line) for line in said(work).splitlines()]


def said(work: Callable[[], object], form: str = "json") -> str:
    """The same, as it stands on standard output."""
    root, output, stdout = logging.getLogger(), StringIO(), sys.stdout
    handlers, level = list(root.handlers), root.level
    sys.stdout = output
    try:
        start_logging(SETTINGS.model_copy(update={"log_format": form}))
        work()
    finally:
        sys.stdout = stdout
        root.handlers[:] = handlers
        root.setLevel(level)
    return output.getvalue()


def test_a_line_says_who_when_how_bad_and_for_which_click() -> None:
    origin = Origin(uuid4())
    context.enter(origin)

    [line] = logged(lambda: logging.getLogger("order.book").warning("%s is gone", "IBM"))

    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "IBM is gone",
        "service": "order",
        "level": "warning",
        "logger": "order.book",
        "correlation_id": str(origin.correlationid),
    }


def test_a_line_of_a_click_that_is_traced_says_in_which_trace() -> None:
    trace = "1" * 32
    with context.within(Origin(uuid4(), f"00-{trace}-{'2' * 16}-01")):
        [traced] = logged(lambda: logging.getLogger("order").warning("here"))
    with context.within(Origin(uuid4())):
        [plain] = logged(lambda: logging.getLogger("order").warning("there"))

    assert traced["trace_id"] == trace
    assert "trace_id" not in plain


def fail(password: str) -> None:
    """Keep a secret in a local variable, and fail."""
    raise ArithmeticError(f"broken\nin {len(password)}")


def fail_and_log() -> None:
    try:
        fail(SECRET)
    except ArithmeticError:
        logging.getLogger("order").exception("unexpected")


def test_an_exception_is_on_the_same_line() -> None:
    [line] = logged(fail_and_log)

    assert line["exception"][0]["exc_type"] == "ArithmeticError"
    assert line["exception"][0]["exc_value"] == "broken\nin 7"


@pytest.mark.parametrize("form", ["json", "console"])
def test_what_a_variable_held_is_never_logged(form: str) -> None:
    assert SECRET not in said(fail_and_log, form)
    assert "ArithmeticError" in said(fail_and_log, form)


@pytest.mark.real
async def test_what_a_statement_was_sent_is_never_logged(stage: Stage) -> None:
    with pytest.raises(DBAPIError) as caught:
        async with stage.engine.connect() as connection:
            await connection.execute(text("select cast(:a as text), 1 / 0"), {"a": SECRET})

    assert SECRET not in repr(caught.value)


@pytest.mark.real
async def test_the_log_says_which_click_is_concerned(stage: Stage) -> None:
    clicks: list[UUID] = []
    listener = logging.Handler()
    listener.emit = lambda record: clicks.append(context.current_origin().correlationid)
    runner, [one] = stage.tally(), accounts(1)
    batches.logger.addHandler(listener)
    try:
        async with stage.leading(runner) as connection:
            [sent] = await stage.publish(created(one, 1, POISON))
            await runner.step(connection)
    finally:
        batches.logger.removeHandler(listener)

    assert clicks == [sent.correlationid]


def test_libraries_that_talk_much_are_quiet() -> None:
    def talk() -> None:
        for name in ("aio_pika", "aiormq", "httpx"):
            logging.getLogger(name).info("connected")

    assert logged(talk) == []
