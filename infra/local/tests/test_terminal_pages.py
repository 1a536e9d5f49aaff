"""The terminal as the gateway shows it: its addresses, what browsers may keep, and a new one."""

import os
from collections.abc import Iterator
from pathlib import Path
from time import time

import pytest
from gatehouse import AT_ANY_RATE, Gateway, Pretence, a_gateway, is_problem

from outcry import pages
from outcry.program import path_of

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FILES = {
    "index.html": "<title>the terminal</title>",
    "sw.js": "worker",
    "manifest.webmanifest": "{}",
    "assets/index-8f.js": "code",
    ".vite/manifest.json": "{}",
    ".built": "1",
}
needs_nginx = pytest.mark.skipif(
    path_of("nginx") is None, reason="needs nginx: install nginx-light"
)


def built(folder: Path, **changed: str) -> Path:
    for name, text in {**FILES, **changed}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "TERMINAL", built(tmp_path_factory.mktemp("dist")))
        with a_gateway(Pretence(), **AT_ANY_RATE) as opened:
            yield opened


@pytest.mark.real
@needs_nginx
@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/sign-in", "/orders/0199c1f0", "/settings/keys?tab=1", "/docsish"]
)
def test_an_address_of_the_terminal_is_its_page(gateway: Gateway, path: str) -> None:
    answer = gateway.client.get(path, headers=BROWSER)

    assert (answer.status_code, answer.text) == (200, FILES["index.html"])
    assert answer.headers["content-type"] == "text/html"
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.real
@needs_nginx
@pytest.mark.parametrize(
    "path",
    [
        "/docs/nope",
        "/events/nope",
        "/event-schemas/nope",
        "/status/nope",
        "/healthz/nope",
        "/ws/nope",
        "/assets/nope",
        "/assets/index-00.js",
        "/nope.js",
        "/.built",
        "/.vite/manifest.json",
        "/_verify",
    ],
)
def test_what_belongs_to_something_else_is_not_found(gateway: Gateway, path: str) -> None:
    assert is_problem(gateway.client.get(path, headers=BROWSER), 404, "not_found")


@pytest.mark.real
@needs_nginx
def test_an_api_does_not_answer_with_a_page(gateway: Gateway) -> None:
    assert is_problem(gateway.client.get("/api/nope", headers=BROWSER), 404, "not_found")
    assert is_problem(gateway.client.get("/api/orders", headers=BROWSER), 401, "not_signed_in")


@pytest.mark.real
@needs_nginx
def test_a_program_is_told_that_there_is_nothing(gateway: Gateway) -> None:
    for accept in ("*/*", "application/json", ""):
        answer = gateway.client.get("/sign-in", headers={"accept": accept})
        assert is_problem(answer, 404, "not_found"), accept


@pytest.mark.real
@needs_nginx
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_page_takes_nothing(gateway: Gateway, method: str) -> None:
    assert gateway.client.request(method, "/sign-in", headers=BROWSER).status_code == 405


@pytest.mark.real
@needs_nginx
@pytest.mark.parametrize(
    ("path", "kind", "kept"),
    [
        ("/assets/index-8f.js", "application/javascript", "public, max-age=31536000, immutable"),
        ("/sw.js", "application/javascript", "no-cache"),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
    ],
)
def test_browsers_keep_what_has_its_digest_in_its_name(
    gateway: Gateway, path: str, kind: str, kept: str
) -> None:
    answer = gateway.client.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == kept


def test_a_new_terminal_takes_the_place_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dist, shown = tmp_path / "dist", tmp_path / "html"
    monkeypatch.setattr(pages, "TERMINAL", built(dist))
    pages.copy_pages(shown, "")
    (dist / "assets/index-8f.js").unlink()
    built(dist, **{"index.html": "newer", "assets/index-9a.js": "newer"})
    (dist / "assets/index-8f.js").unlink()

    pages.copy_pages(shown, "")

    assert (shown / "index.html").read_text() == "newer"
    assert (shown / "assets/index-9a.js").read_text() == "newer"
    assert (shown / "assets/index-8f.js").exists(), "tabs that are open load it yet"
    assert not list(shown.rglob("*.new"))


def test_assets_that_no_tab_can_want_any_more_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dist, shown = tmp_path / "dist", tmp_path / "html"
    monkeypatch.setattr(pages, "TERMINAL", built(dist))
    pages.copy_pages(shown, "")
    (dist / "assets/index-8f.js").unlink()
    long_ago = time() - pages.KEPT_SECONDS - 60
    for path in shown.rglob("*"):
        os.utime(path, (long_ago, long_ago))

    pages.copy_pages(shown, "")

    assert not (shown / "assets/index-8f.js").exists()
    assert list((shown / "assets").glob("swagger-ui-*/*")), "what is still wanted stays"


def test_without_a_terminal_a_page_says_how_to_build_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "TERMINAL", tmp_path / "nothing")

    pages.copy_pages(tmp_path / "html", "")

    assert not pages.terminal_is_built()
    assert "make up" in (tmp_path / "html/index.html").read_text()
