"""What people do with their own account is in the audit trail, once, and names nobody."""

import json
from collections import Counter
from collections.abc import AsyncGenerator

import httpx
import pytest
from authenticator import claims
from bench.stack import Stack
from machines import make_key
from operating import outcry, trail
from people import SECOND_FACTOR, Person, somebody, step_up
from proving.receiver import eventually

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]
CHOSEN = "a better horse, and a longer one"
WRONG = "not even a horse"
DONE, FAILED = "succeeded", "failed"
A_LIFE = Counter(
    {
        ("user_registered", None): 1,
        ("register", DONE): 1,
        ("create_api_key", DONE): 2,
        ("revoke_api_key", DONE): 1,
        ("change_profile", DONE): 1,
        ("enable_second_factor", FAILED): 1,
        ("enable_second_factor", DONE): 1,
        ("sign_in", FAILED): 3,  # the password, no code, a code that was spent
        ("sign_in", DONE): 2,
        ("sign_out", DONE): 1,
        ("step_up", FAILED): 1,
        ("step_up", DONE): 1,
        ("renew_recovery_codes", DONE): 1,
        ("disable_second_factor", DONE): 1,
        ("change_password", FAILED): 1,
        ("change_password", DONE): 1,
        ("revoke_session", DONE): 1,
        ("export_data", DONE): 1,
        ("delete_user", DONE): 1,
        ("user_deleted", None): 1,
        # signed out, revoked from afar, and the last one; and both keys
        ("session_revoked", None): 5,
    }
)
"""What an account leaves behind that was used for everything."""


@pytest.fixture
async def ada(target: Stack) -> AsyncGenerator[Person]:
    async with somebody(target) as person:
        yield person


async def live(ada: Person) -> tuple[str, list[str]]:
    """Do everything that one can do with one's account: whose it was, and the secrets of it."""
    laptop = await ada.sign_up()
    user_id: str = claims(dict(laptop.headers))["sub"]
    (await laptop.patch("/api/auth/me", json={"display_name": f"{ada.name} B"})).raise_for_status()
    key, lost = await make_key(laptop, {}), await make_key(laptop, {}, name="lost")
    (await laptop.delete(f"/api/auth/keys/{lost['apca-api-key-id']}")).raise_for_status()
    codes = await live_with_a_second_factor(ada, laptop)
    await change_the_password(ada, laptop)
    (await laptop.get("/api/auth/export")).raise_for_status()
    gone = await laptop.request("DELETE", "/api/auth/me", json={"email": ada.email})
    gone.raise_for_status()
    return user_id, [*codes, key["apca-api-secret-key"], lost["apca-api-secret-key"]]


async def live_with_a_second_factor(ada: Person, laptop: httpx.AsyncClient) -> list[str]:
    """Set it up, use it, and take it off again. These are the codes that stood in for it."""
    (await laptop.post(SECOND_FACTOR)).raise_for_status()
    refused = await laptop.post(f"{SECOND_FACTOR}/confirm", json={"code": "a" * 24})
    assert refused.status_code == 403
    phone, codes = await ada.protect(laptop)
    for code, otherwise in ((None, {"password": WRONG}), (None, {}), (phone.code(-1), {})):
        assert (await ada.try_to_sign_in(code, **otherwise)).status_code == 401
    tablet, afar = await ada.sign_in(codes[0]), await ada.sign_in(phone.code(1))
    (await tablet.post("/api/auth/logout")).raise_for_status()
    assert (await step_up(laptop, password=ada.password)).status_code == 403
    (await step_up(laptop, code=codes[1])).raise_for_status()
    session = claims(dict(afar.headers))["sid"]
    (await laptop.delete(f"/api/auth/sessions/{session}")).raise_for_status()
    renewed = (await laptop.post(f"{SECOND_FACTOR}/recovery-codes")).raise_for_status()
    (await laptop.delete(SECOND_FACTOR)).raise_for_status()
    return [*codes, *renewed.json()["recovery_codes"], phone.app.secret]


async def change_the_password(ada: Person, laptop: httpx.AsyncClient) -> None:
    """Mistype the old one first."""
    for current, status in ((WRONG, 403), (ada.password, 204)):
        change = {"current_password": current, "new_password": CHOSEN}
        assert (await laptop.post("/api/auth/password", json=change)).status_code == status


async def test_a_whole_life_is_in_the_trail_and_the_trail_is_whole(
    target: Stack, ada: Person
) -> None:
    user_id, secrets = await live(ada)

    def told() -> Counter[tuple[str, str | None]]:
        entries = trail(target, "--user", user_id)
        return Counter((one["action"], one["document"].get("outcome")) for one in entries)

    async def all_has_come() -> bool:
        return told().total() >= A_LIFE.total()

    await eventually(all_has_come)
    assert told() == A_LIFE
    written = json.dumps(trail(target, "--user", user_id))
    words = [ada.email, ada.name, ada.password, CHOSEN, WRONG, *secrets]
    assert [word for word in words if word in written] == []
    head = json.loads(outcry(target, "audit", "verify", "--json"))
    assert head["entries"] >= A_LIFE.total()
