"""The gateway with TLS=1: what it speaks, what it shows, and where it sends who comes without."""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from gatehouse import AT_ANY_RATE, Gateway, Pretence, a_gateway, heard_headers
from knocking import HOST, get, knock

from outcry.certificate import made, utc_now
from outcry.program import path_of
from outcry.readiness import http_probe, reason_not_ready
from outcry.trust import trusting

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(path_of("nginx") is None, reason="needs nginx: install nginx-light"),
    pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning"),
]
GOOD = {"authorization": "Bearer good"}
TRANSPORT = "max-age=31536000; includeSubDomains"
GONE = [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1]
SPOKEN = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]
WEAK = ["AES128-SHA", "AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384"]


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    with a_gateway(Pretence(), **AT_ANY_RATE, TLS="1") as opened:
        yield opened


def a_client(version: ssl.TLSVersion, ciphers: str = "ALL") -> ssl.SSLContext:
    """Somebody who speaks one version only, asks for no name, and is not choosy."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    return context


def shake_hands(port: int, context: ssl.SSLContext) -> str:
    with (
        socket.create_connection((HOST, port), 5) as plain,
        context.wrap_socket(plain) as wire,
    ):
        return wire.version() or ""


@pytest.mark.parametrize("version", SPOKEN)
def test_it_speaks_what_is_safe(gateway: Gateway, version: ssl.TLSVersion) -> None:
    assert shake_hands(gateway.port, a_client(version)) == version.name.replace("_", ".")


@pytest.mark.parametrize("version", GONE)
def test_it_does_not_speak_what_is_not(gateway: Gateway, version: ssl.TLSVersion) -> None:
    with pytest.raises(ssl.SSLError, match=r"PROTOCOL_VERSION"):
        shake_hands(gateway.port, a_client(version))


@pytest.mark.parametrize("version", GONE)
def test_the_client_that_was_refused_could_have_talked_to_another(
    tmp_path: Path, version: ssl.TLSVersion
) -> None:
    own = made(None, (), utc_now())
    (tmp_path / "both.pem").write_text(own.key + own.chain)
    lax = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    lax.set_ciphers("ALL:@SECLEVEL=0")
    lax.minimum_version = ssl.TLSVersion.TLSv1
    lax.load_cert_chain(tmp_path / "both.pem")

    assert in_memory(a_client(version), lax) == version.name.replace("_", ".").replace(".0", "")


def in_memory(client: ssl.SSLContext, server: ssl.SSLContext) -> str:
    """The version that the two agree on."""
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    asking = client.wrap_bio(back, there)
    answering = server.wrap_bio(there, back, server_side=True)
    for _ in range(4):
        for side in (asking, answering):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
    return asking.version() or ""


@pytest.mark.parametrize("cipher", WEAK)
def test_every_cipher_keeps_secrets_of_yesterday(gateway: Gateway, cipher: str) -> None:
    """No key is reused, and nothing is authenticated after it was encrypted."""
    with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
        shake_hands(gateway.port, a_client(ssl.TLSVersion.TLSv1_2, cipher))


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_who_trusts_the_certificate_is_sure_of_the_gateway(gateway: Gateway, name: str) -> None:
    assert gateway.trust is not None
    url = f"https://{name}:{gateway.port}/healthz"

    assert httpx.get(url, verify=gateway.trust, timeout=60).json() == {"status": "ready"}


def test_nobody_else_is_taken_for_it(gateway: Gateway, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.pem"
    stranger.write_text(made(None, (), utc_now()).chain)

    for trust in (trusting(stranger), ssl.create_default_context()):
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.get(str(gateway.client.base_url), verify=trust, timeout=60)
    reason = reason_not_ready(http_probe(gateway.port, "/healthz", stranger))
    assert "CERTIFICATE_VERIFY_FAILED" in reason


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/orders", "/nope", "/api/auth/jwks"])
def test_every_answer_says_to_come_with_tls_again(gateway: Gateway, path: str) -> None:
    answer = gateway.client.get(path)

    assert answer.headers.get_list("strict-transport-security") == [TRANSPORT]


def test_services_are_told_that_it_was_tls(gateway: Gateway) -> None:
    upgrade = {"connection": "Upgrade", "upgrade": "websocket"}

    for path, headers in (("/api/orders", GOOD), ("/ws", upgrade)):
        heard = heard_headers(gateway.client.get(path, headers=headers))
        assert heard["x-forwarded-proto"] == "https"


def test_who_comes_without_tls_is_sent_back_with_it(gateway: Gateway) -> None:
    plain = f"http://localhost:{gateway.port}/api/orders?a=b%20c"

    answer = httpx.get(plain, headers=GOOD, timeout=60)

    assert answer.status_code == 308
    assert answer.headers["location"] == plain.replace("http", "https", 1)
    assert "strict-transport-security" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_what_is_neither_is_refused(gateway: Gateway) -> None:
    assert knock(gateway.port, b"\x16\x03\x01\x00\x05nonsense").status in {0, 400}
    assert knock(gateway.port, get("/../..", method="\x00")).status in {0, 400}
    assert gateway.client.get("/healthz").status_code == 200
