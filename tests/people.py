"""Somebody with an account, on all their devices: everything they do goes through the gateway."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from secrets import token_hex

import httpx
from authenticator import Phone, bearer, claims
from bench.stack import Stack
from operating import asked
from proving.receiver import eventually

SECOND_FACTOR = "/api/auth/second-factor"
STOPS_WITHIN_SECONDS = 30
Device = httpx.AsyncClient


class Person:
    """Somebody whose e-mail and name nobody else has; they sign up on their first device."""

    def __init__(self, target: Stack, opened: AsyncExitStack) -> None:
        self.target = target
        self.email = f"ada-{token_hex(8)}@example.com"
        self.name = f"Ada {token_hex(8)}"
        self.password = "correct horse battery staple"  # noqa: S105  # of nobody else
        self._opened = opened

    async def device(self, **headers: str) -> Device:
        """Another one, on which nobody is signed in."""
        client = httpx.AsyncClient(base_url=self.target.origin, headers=headers, timeout=60)
        return await self._opened.enter_async_context(client)

    async def sign_up(self) -> Device:
        """The device on which they did."""
        device = await self.device()
        who = {"email": self.email, "password": self.password, "display_name": self.name}
        answer = await device.post("/api/auth/register", json=who)
        assert answer.status_code == HTTPStatus.CREATED, answer.text
        device.headers.update(bearer(answer))
        return device

    async def try_to_sign_in(self, code: str | None = None, **otherwise: str) -> httpx.Response:
        """What somebody is answered who comes with the password on a device of their own."""
        who = {"email": self.email, "password": self.password, **otherwise}
        device = await self.device()
        return await device.post("/api/auth/login", json=who | ({"code": code} if code else {}))

    async def sign_in(self, code: str | None = None) -> Device:
        """Another device, on which they are signed in."""
        device = await self.device()
        answer = await self.try_to_sign_in(code)
        assert answer.status_code == HTTPStatus.OK, answer.text
        device.headers.update(bearer(answer))
        device.cookies.update(answer.cookies)
        return device

    async def protect(self, device: Device) -> tuple[Phone, list[str]]:
        """Set up a second factor: the phone that shows the codes, and what stands in for it."""
        begun = (await device.post(SECOND_FACTOR)).raise_for_status().json()
        phone = Phone(begun["uri"], lambda: datetime.now(UTC))
        answer = await device.post(f"{SECOND_FACTOR}/confirm", json={"code": phone.code()})
        return phone, answer.raise_for_status().json()["recovery_codes"]

    async def let_age(self, device: Device) -> None:
        """Have the device prove nothing for six minutes: auth remembers it so, and says so."""
        session = claims(dict(device.headers))["sid"]
        query = "update sessions set authenticated_at = now() - interval '6 minutes'"
        await asked(self.target, "auth", f"{query} where session_id = :sid", sid=session)
        device.headers.update(bearer(await device.post("/api/auth/refresh")))


@asynccontextmanager
async def somebody(target: Stack) -> AsyncGenerator[Person]:
    """A person, whose devices are put away at the end of the block."""
    async with AsyncExitStack() as opened:
        yield Person(target, opened)


def outcome(answer: httpx.Response) -> tuple[int, str]:
    """The status of an answer and, if it is a refusal, its code."""
    return answer.status_code, answer.json()["code"] if answer.is_error else ""


async def step_up(device: Device, **shown: str) -> httpx.Response:
    """Prove who one is; if that is believed, the device shows the new token from then on."""
    answer = await device.post("/api/auth/step-up", json=shown)
    if answer.is_success:
        device.headers.update(bearer(answer))
    return answer


async def stops(*devices: Device) -> None:
    """Wait until the gateway lets none of them in any more; it may not take long."""

    async def all_refused() -> bool:
        answers = [outcome(await device.get("/api/orders")) for device in devices]
        return set(answers) == {(HTTPStatus.UNAUTHORIZED, "not_signed_in")}

    await eventually(all_refused, STOPS_WITHIN_SECONDS)
