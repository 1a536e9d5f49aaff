"""Hashing is slow on purpose, bounded, and equally slow for people who do not exist."""

import asyncio
from collections.abc import Generator
from statistics import median
from time import perf_counter

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from auth.credentials.passwords import RETRY_AFTER_SECONDS, WAITING_MAX, Passwords, TooManyLogins


@pytest.fixture
def passwords() -> Generator[Passwords]:
    pool = Passwords(threads=1)
    yield pool
    pool.close()


async def test_a_hash_has_the_parameters_of_owasp(passwords: Passwords) -> None:
    stored = await passwords.hash("correct horse")

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.check("correct horse", stored) == (True, None)
    assert await passwords.check("battery staple", stored) == (False, None)


async def test_two_people_with_one_password_have_different_hashes(passwords: Passwords) -> None:
    assert await passwords.hash("correct horse") != await passwords.hash("correct horse")


async def test_a_weaker_hash_is_replaced_when_its_password_is_known(passwords: Passwords) -> None:
    weak = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1),))
    stored = weak.hash("correct horse")

    assert await passwords.check("battery staple", stored) == (False, None)
    good, stronger = await passwords.check("correct horse", stored)
    assert good
    assert stronger is not None
    assert stronger.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_nobody_has_the_password_of_a_user_who_does_not_exist(passwords: Passwords) -> None:
    assert await passwords.check("correct horse", None) == (False, None)


async def test_an_unknown_user_takes_as_long_as_a_wrong_password(passwords: Passwords) -> None:
    stored = await passwords.hash("correct horse")
    times: dict[str | None, list[float]] = {stored: [], None: []}
    for _ in range(15):
        for hashed, measured in times.items():
            started = perf_counter()
            await passwords.check("battery staple", hashed)
            measured.append(perf_counter() - started)

    assert median(times[None]) == pytest.approx(median(times[stored]), rel=0.5)


async def test_a_storm_of_logins_is_turned_away(passwords: Passwords) -> None:
    answers = await asyncio.gather(
        *(passwords.check("correct horse", None) for _ in range(100)), return_exceptions=True
    )

    refused = [answer for answer in answers if isinstance(answer, TooManyLogins)]
    assert len(refused) == 100 - 1 - WAITING_MAX
    assert refused[0].headers() == {"retry-after": str(RETRY_AFTER_SECONDS)}
    assert await passwords.check("correct horse", None) == (False, None)  # and then served again


async def test_the_event_loop_goes_on_while_passwords_are_hashed(passwords: Passwords) -> None:
    hashing = asyncio.gather(*(passwords.hash("correct horse") for _ in range(10)))
    turns = 0
    while not hashing.done():
        await asyncio.sleep(0.001)
        turns += 1

    assert turns > 20


async def test_a_caller_who_hangs_up_gives_the_place_to_another(passwords: Passwords) -> None:
    waiting = [asyncio.create_task(passwords.hash("correct horse")) for _ in range(17)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)

    assert await passwords.hash("correct horse")
