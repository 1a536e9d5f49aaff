"""The pages: whole, ours alone, and working in a browser under the gateway's own rules."""

import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from gatehouse import Gateway, Pretence, a_gateway
from typing_extensions import override

from chassis.service import build_app
from events import CATALOGUE
from outcry import pages
from outcry.declarations import declarations
from outcry.program import path_of
from outcry.roster import SERVICES

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(path_of("nginx") is None, reason="needs nginx: install nginx-light"),
]
HTML, SCHEMAS = pages.HTML, pages.SCHEMAS
SWAGGER = HTML / "assets/swagger-ui-5.35.0"
ADDRESSES = ("/", "/docs/", "/events/", "/status/")
KINDS = {".js": "application/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
CHROMIUM = path_of("chromium")
HEADLESS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--virtual-time-budget=20000",
    "--dump-dom",
)


class Page(HTMLParser):
    """What a page refers to, and what the gateway's rules would keep from working."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.parts: list[str] = []
        self.options: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        place = self.links if tag == "a" else self.parts
        place += [given[name] or "" for name in ("href", "src") if name in given]
        self.options += [given["value"] or ""] if tag == "option" else []
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in given) else []


class Documents(Pretence):
    """Services that answer with their real documents."""

    def __init__(self) -> None:
        super().__init__()
        self.documents = {
            f"/api/{one.area}/openapi.json": build_app(one).openapi() for one in declarations()
        }

    @override
    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
        if path in self.documents:
            return 200, json.dumps(self.documents[path]).encode()
        return super().answer(path, headers)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """Of a tree in which the terminal is not built."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "TERMINAL", tmp_path_factory.mktemp("empty"))
        with a_gateway(Documents(), GATEWAY_RATE="1000", GATEWAY_BURST="1000") as gateway:
            yield gateway


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_has_all_its_parts_and_they_are_ours(gateway: Gateway, address: str) -> None:
    answer = gateway.client.get(address)
    page = Page(answer.text)

    assert answer.headers["content-type"] == "text/html"
    assert page.inline == []
    assert page.parts
    for part in page.parts:
        found = gateway.client.get(part)
        assert found.status_code == 200, part
        assert found.headers["content-type"] == KINDS[Path(part).suffix]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_link_leads_nowhere_and_none_away(gateway: Gateway, address: str) -> None:
    links = Page(gateway.client.get(address).text).links

    assert all(link.startswith("/") for link in links)
    assert {gateway.client.get(link).status_code for link in links} == {200}


def test_every_module_finds_what_it_imports(gateway: Gateway) -> None:
    modules = [path for path in HTML.rglob("*.js") if SWAGGER not in path.parents]
    imports = {one for path in modules for one in re.findall(r'from "(.+)";', path.read_text())}

    assert len(imports) >= 3
    assert {gateway.client.get(one).status_code for one in imports} == {200}


def test_every_service_can_be_chosen(gateway: Gateway) -> None:
    areas = [service.area for service in SERVICES]

    assert Page(gateway.client.get("/docs/").text).options == areas
    for area in areas:
        assert f'href="/docs/?service={area}"' in gateway.client.get("/status/").text


def test_who_has_not_built_the_terminal_is_told_how(gateway: Gateway) -> None:
    assert "make up" in gateway.client.get("/").text


def test_the_viewer_is_what_its_authors_published() -> None:
    sums = [line.split() for line in (SWAGGER / "SHA256SUMS").read_text().splitlines()]

    assert {name for _, name in sums} | {"SHA256SUMS"} == {one.name for one in SWAGGER.iterdir()}
    for digest, name in sums:
        assert hashlib.sha256((SWAGGER / name).read_bytes()).hexdigest() == digest, name


def test_the_viewer_is_kept_by_browsers(gateway: Gateway) -> None:
    answer = gateway.client.get("/assets/swagger-ui-5.35.0/swagger-ui.css")

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"


def test_event_schemas_are_served_where_they_say_they_are(gateway: Gateway) -> None:
    events = CATALOGUE.values()

    for address in ("/event-schemas/asyncapi.json", *(event.dataschema for event in events)):
        answer = gateway.client.get(address)
        assert answer.headers["content-type"] == "application/json"
        assert answer.json() == json.loads((SCHEMAS / Path(address).name).read_text())


def browse(gateway: Gateway, address: str, profile: Path) -> tuple[str, list[str]]:
    """The page when its scripts have run, and what they complained of."""
    seen = subprocess.run(
        [
            str(CHROMIUM),
            *HEADLESS,
            f"--user-data-dir={profile}",
            f"{gateway.client.base_url}{address}",
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=100,
    )
    return seen.stdout, [line for line in seen.stderr.splitlines() if ":CONSOLE" in line]


@pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: install chromium")
@pytest.mark.parametrize("area", ["orders", "auth"])
def test_a_browser_shows_every_operation(gateway: Gateway, tmp_path: Path, area: str) -> None:
    document = gateway.client.get(f"/api/{area}/openapi.json").json()
    wanted = {
        f"operations-{operation['tags'][0]}-{operation['operationId']}".replace(" ", "_")
        for item in document["paths"].values()
        for operation in item.values()
    }

    shown, complaints = browse(gateway, f"/docs/?service={area}", tmp_path)

    assert complaints == []
    assert wanted <= set(re.findall(r'id="(operations-[^"]+)"', shown))


@pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: install chromium")
def test_a_browser_shows_every_event(gateway: Gateway, tmp_path: Path) -> None:
    shown, complaints = browse(gateway, "/events/#ORDER_FILLED", tmp_path)

    sections = set(re.findall(r'<section id="([^"]+)"', shown))
    assert complaints == []
    assert sections >= CATALOGUE.keys() | {"envelope", "ws-subscribe"}
    assert "How many shares traded now." in shown
