"""What docker-compose.yml promises, checked without an engine."""

import ipaddress
import re
from typing import Any

import pytest
import yaml
from composing import ROOT, composition, containers, is_task

from outcry import rabbitmq
from outcry.certificate import CERTIFICATE, KEY
from outcry.environment import EXAMPLE, SECRETS, assignments, withheld_from
from outcry.provision import DIFFERENT_IN_CONTAINERS, GROUPS, MOUNTED_AT
from outcry.roster import SERVICES, Service
from outcry.scraping import configuration_in_containers
from outcry.template import PLACEHOLDER

CONTAINERS = containers()
DEFAULT = {name: one for name, one in CONTAINERS.items() if "profiles" not in one}
SERVERS = {name: one for name, one in CONTAINERS.items() if not is_task(one)}
DEFAULTS = assignments(EXAMPLE.read_text())
OF_THE_LAUNCHER = ("POSTGRES_", "RABBITMQ_", "REDIS_", "GATEWAY_", "CONTAINER_")
DOCKERFILE = (ROOT / "infra/docker/Dockerfile").read_text()
CONTAINERS_OWN = {
    "GATEWAY_PORT",
    "GATEWAY_STATUS_PORT",
    *(f"{service.prefix}PORT" for service in SERVICES),
}
"""What the gateway listens on and connects to in its container, whatever is set."""
TEMPLATES = sorted((ROOT / "gateway/nginx/templates").glob("*.template"))
PINNED = re.compile(r"[a-z\d/_-]+:v?\d[\w.-]*")
WITHOUT_A_SHELL = {"redis-exporter", "gateway-exporter", "loki", "jaeger"}
"""Images with one program in them: Prometheus and Grafana say whether they answer."""
MEMORY_MAX = 12 * 1024
ADDRESS = re.compile(r"\$\{CONTAINER_NETWORK:-([\d.]+)\}")

each_container = pytest.mark.parametrize("name", CONTAINERS)
each_server = pytest.mark.parametrize("name", SERVERS)
each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)


def megabytes(size: str) -> int:
    return int(size[:-1]) * {"m": 1, "g": 1024}[size[-1]]


def address(text: str) -> str:
    """With the network that is the default."""
    return ADDRESS.sub(lambda found: found[1], text)


@each_container
def test_every_image_is_pinned(name: str) -> None:
    assert PINNED.fullmatch(CONTAINERS[name]["image"])


def test_so_is_what_the_images_are_made_from() -> None:
    stages = re.findall(r"^FROM (\S+)(?: AS (\w+))?", DOCKERFILE, re.MULTILINE)
    made_here = {stage for _, stage in stages}

    assert all(PINNED.fullmatch(image) for image, _ in stages if image not in made_here)


def test_images_that_few_people_have_are_optional() -> None:
    assert {one["image"] for one in DEFAULT.values()} == {
        *("outcry-services:0.1.0", "outcry-gateway:0.1.0"),
        *("postgres:17", "rabbitmq:4-management", "redis:8"),
    }


@each_container
def test_a_container_gets_no_more_than_it_needs(name: str) -> None:
    container = CONTAINERS[name]

    assert container["read_only"]
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert 0 < container["cpus"] <= 2
    assert megabytes(container["mem_limit"]) <= 2048
    assert container["pids_limit"] <= 1024
    assert container["logging"]["options"]["max-size"]
    assert container["stop_grace_period"] == "30s"


def test_all_of_it_fits_into_a_small_machine() -> None:
    assert sum(megabytes(one["mem_limit"]) for one in DEFAULT.values()) <= MEMORY_MAX


@each_container
def test_nobody_is_root(name: str) -> None:
    container = CONTAINERS[name]
    if name == "postgres":  # its image steps down by itself, and needs these to do so
        assert container["cap_add"] == ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"]
    else:
        assert container["user"].partition(":")[0] not in {"", "0", "root"}
        assert "cap_add" not in container


def test_only_tasks_end() -> None:
    tasks = {name: one["restart"] for name, one in CONTAINERS.items() if is_task(one)}

    assert tasks == {"setup": "on-failure:7", "migrate": "on-failure:7", "tools": "no"}


@each_server
def test_a_server_says_how_it_is_if_its_image_has_anything_to_ask_with(name: str) -> None:
    if name in WITHOUT_A_SHELL:
        assert "healthcheck" not in SERVERS[name]
        assert SERVERS[name]["profiles"]
    else:
        assert SERVERS[name]["healthcheck"]["test"]


def test_only_the_gateway_can_be_reached_from_outside_and_grafana_from_this_machine() -> None:
    assert [name for name, one in CONTAINERS.items() if "ports" in one] == ["gateway", "grafana"]
    port = f"${{OBSERVE_GRAFANA_PORT:-{DEFAULTS['OBSERVE_GRAFANA_PORT']}}}"
    assert CONTAINERS["grafana"]["ports"] == [f"127.0.0.1:{port}:3000"]
    assert CONTAINERS["gateway"]["ports"] == [f"${{GATEWAY_PORT:-{DEFAULTS['GATEWAY_PORT']}}}:8080"]
    assert not any("network_mode" in one or "privileged" in one for one in CONTAINERS.values())


def test_nothing_of_the_host_is_mounted_but_recordings() -> None:
    volumes = [volume for one in DEFAULT.values() for volume in one.get("volumes", [])]
    mounted = {volume.partition(":/")[0] for volume in volumes}

    assert mounted - composition()["volumes"].keys() == {"${MARKET_DATA_REPLAY_PATH:-recordings}"}


@each_container
def test_no_secret_is_written_down(name: str) -> None:
    variables: dict[str, Any] = CONTAINERS[name].get("environment", {})

    assert not any(variable.endswith(SECRETS) for variable in variables)


def test_only_setup_reads_the_env_file() -> None:
    assert [name for name, one in CONTAINERS.items() if "env_file" in one] == ["setup"]


@each_service
def test_every_service_has_a_container_of_its_own_user(service: Service) -> None:
    container = CONTAINERS[service.name]
    number = GROUPS[service.package]

    assert container["command"] == [service.package]
    assert container["user"] == f"{number}:{number}"


def test_whoever_is_handed_something_is_in_the_group_that_can_read_it() -> None:
    setup = CONTAINERS["setup"]
    others = {str(number) for name, number in GROUPS.items() if name != "operator"}

    assert setup["user"] == "{0}:{0}".format(GROUPS["operator"])
    assert set(setup["group_add"]) == others
    for name in ("rabbitmq", "redis", "gateway"):
        assert CONTAINERS[name]["group_add"] == [str(GROUPS[name])]
    for name in ("postgres-exporter", "redis-exporter", "grafana"):
        assert CONTAINERS[name]["group_add"] == [str(GROUPS["observe"])]


@each_service
def test_a_change_of_a_variable_reaches_the_service(service: Service) -> None:
    told = DEFAULTS.keys() - withheld_from(service, DEFAULTS)
    elsewhere = assignments(DIFFERENT_IN_CONTAINERS.read_text()).keys()
    free = {
        name
        for name in told - elsewhere
        if not name.endswith(SECRETS) and not name.startswith(OF_THE_LAUNCHER)
    }

    passed_on: dict[str, Any] = CONTAINERS[service.name]["environment"]

    assert passed_on == dict.fromkeys({*free, "GATEWAY_PORT"})


def test_the_templates_of_the_gateway_get_what_they_ask_for() -> None:
    asked = {name for file in TEMPLATES for name in PLACEHOLDER.findall(file.read_text())}
    given = CONTAINERS["gateway"]["environment"]

    assert given.keys() == asked
    for name in (asked & DEFAULTS.keys()) - CONTAINERS_OWN:
        assert given[name] == f"${{{name}:-{DEFAULTS[name]}}}"


def test_the_gateway_finds_the_certificate_where_setup_lays_it_out() -> None:
    given = CONTAINERS["gateway"]["environment"]

    assert given["GATEWAY_CERTIFICATE"] == str(MOUNTED_AT / "gateway" / CERTIFICATE)
    assert given["GATEWAY_KEY"] == str(MOUNTED_AT / "gateway" / KEY)
    assert f"configuration:{MOUNTED_AT}:ro" in CONTAINERS["gateway"]["volumes"]


def test_the_gateway_finds_every_service_where_it_stays() -> None:
    (network,) = composition()["networks"]["default"]["ipam"]["config"]
    given = CONTAINERS["gateway"]["environment"]
    places = {
        one.name: CONTAINERS[one.name]["networks"]["default"]["ipv4_address"] for one in SERVICES
    }
    addresses = {ipaddress.ip_address(address(place)) for place in places.values()}

    assert len(addresses) == len(SERVICES)
    assert all(one in ipaddress.ip_network(address(network["subnet"])) for one in addresses)
    assert not any(one in ipaddress.ip_network(address(network["ip_range"])) for one in addresses)
    assert places == {one.name: given[f"{one.prefix}HOST"] for one in SERVICES}
    assert address("${CONTAINER_NETWORK:-10.210.77}") == DEFAULTS["CONTAINER_NETWORK"]


def test_the_broker_is_set_up_as_without_containers() -> None:
    variables = CONTAINERS["rabbitmq"]["environment"]

    assert variables["RABBITMQ_NODENAME"] == rabbitmq.NODE
    assert variables["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] == rabbitmq.VIRTUAL_MACHINE


def test_prometheus_asks_every_container_that_can_tell_something() -> None:
    jobs = yaml.safe_load(configuration_in_containers())["scrape_configs"]
    targets = {
        job["job_name"]: {
            one["labels"]["service"]: host
            for one in job["static_configs"]
            for host, _, _ in [one["targets"][0].partition(":")]
        }
        for job in jobs
    }

    assert targets.pop("services") == {one.name: one.name for one in SERVICES}
    assert targets.pop("prometheus") == {"prometheus": "localhost"}
    assert targets["postgres"] == {"postgres": "postgres-exporter"}
    assert {host for job in targets.values() for host in job.values()} <= CONTAINERS.keys()


def test_the_auditor_looks_as_the_operator() -> None:
    auditor = CONTAINERS["auditor"]

    assert auditor["user"] == CONTAINERS["tools"]["user"] == CONTAINERS["setup"]["user"]
    assert auditor["command"][0] == "operator"
    free = {name for name in DEFAULTS if name.startswith("AUDITOR_")} - {"AUDITOR_PORT"}
    assert free < auditor["environment"].keys()
