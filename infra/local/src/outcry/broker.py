"""Tell a running broker what the repository declares. What it knows already stays as it is."""

from collections.abc import Mapping

import httpx

from outcry.definitions import ADMIN, declared, with_passwords
from outcry.errors import Problem
from outcry.plan import passwords_of

TIMEOUT_SECONDS = 30.0


def configure_broker(values: Mapping[str, str]) -> None:
    """Import exchanges, queues, bindings, users and permissions.

    Raises:
        Problem: the broker cannot be reached, or refuses.
    """
    url = f"http://{values['RABBITMQ_HOST']}:{values['RABBITMQ_MANAGEMENT_PORT']}/api/definitions"
    password = values["RABBITMQ_ADMIN_PASSWORD"]
    try:
        answer = httpx.post(
            url,
            auth=(ADMIN, password),
            json=with_passwords(declared(), passwords_of(values)),
            timeout=TIMEOUT_SECONDS,
        )
    except httpx.HTTPError as error:
        raise Problem(f"RabbitMQ's management page cannot be reached: {error}") from None
    if answer.is_error:
        raise Problem(f"RabbitMQ refuses the definitions ({answer.status_code}): {answer.text}")
