"""The manifests of infra/k8s: built and validated without a cluster."""

import shutil
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import kubernetes_validate  # pyright: ignore[reportMissingTypeStubs]
import pytest
import yaml
from composing import ROOT, containers

from outcry.declarations import settings_class
from outcry.environment import EXAMPLE, SECRETS, assignments, withheld_from
from outcry.nginx import TEMPLATES
from outcry.provision import DIFFERENT_IN_CONTAINERS
from outcry.rabbitmq import SHARED_CONFIGURATION
from outcry.roster import SERVICES, Service
from outcry.template import PLACEHOLDER

HOME = ROOT / "infra/k8s"
VERSION = "1.32"
OF_OPERATORS = {
    "Cluster": "postgresql.cnpg.io/v1",
    "RabbitmqCluster": "rabbitmq.com/v1beta1",
    "HTTPRoute": "gateway.networking.k8s.io/v1",
    "ExternalSecret": "external-secrets.io/v1",
    "ScaledObject": "keda.sh/v1alpha1",
    "TriggerAuthentication": "keda.sh/v1alpha1",
}
OVERLAYS = ("dev", "prod")
ONCE = {"market-data", "stream"}
Json = dict[str, Any]
OF_MAKE_OBSERVE = "OBSERVE_"
"""Of what `make observe` starts. There, CloudNativePG and RabbitMQ have exporters built in, and the
cluster has a Prometheus and a Grafana of its own."""


def build(overlay: str, home: Path) -> list[Json]:
    if not shutil.which("kubectl"):
        pytest.skip("kubectl is not installed: it builds the manifests")
    done = subprocess.run(  # noqa: S603
        ["kubectl", "kustomize", home / "overlays" / overlay],  # noqa: S607
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [cast("Json", one) for one in yaml.safe_load_all(done.stdout)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Json]]:
    """All objects of each overlay; the secrets of dev are made as a person would make them."""
    home = tmp_path_factory.mktemp("k8s") / "k8s"
    shutil.copytree(HOME, home, ignore=shutil.ignore_patterns("secrets"))
    command = [sys.executable, home / "overlays/dev/make-secrets"]
    subprocess.run(command, check=True)  # noqa: S603
    return {name: build(name, home) for name in OVERLAYS}


def of(objects: list[Json], *kinds: str) -> dict[str, Json]:
    return {one["metadata"]["name"]: one for one in objects if one["kind"] in kinds}


def pods(objects: list[Json]) -> Iterator[tuple[str, Json]]:
    for name, one in of(objects, "Deployment", "Job").items():
        yield name, one["spec"]["template"]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_object_is_what_kubernetes_knows(built: Mapping[str, Any], overlay: str) -> None:
    for one in built[overlay]:
        if OF_OPERATORS.get(one["kind"]) == one["apiVersion"]:
            continue
        kubernetes_validate.validate(one, VERSION, strict=True)


def test_validation_finds_a_mistake(built: Mapping[str, Any]) -> None:
    order = of(built["prod"], "Deployment")["order"]
    wrong = {**order, "spec": {**order["spec"], "replica": 3}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSION, strict=True)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_nobody_may_do_more_than_it_must(built: Mapping[str, Any], overlay: str) -> None:
    for name, pod in pods(built[overlay]):
        spec = pod["spec"]
        assert spec["automountServiceAccountToken"] is False, name
        assert spec["securityContext"]["runAsNonRoot"] is True, name
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        for container in spec["containers"]:
            confined = container["securityContext"]
            assert confined["readOnlyRootFilesystem"] is True, name
            assert confined["allowPrivilegeEscalation"] is False, name
            assert confined["capabilities"] == {"drop": ["ALL"]}, name
            assert container["resources"]["limits"]["memory"], name
            assert container["resources"]["requests"]["cpu"], name
            assert not container["image"].endswith(":latest"), name
            assert ":" in container["image"], name


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_whoever_serves_says_how_it_is(built: Mapping[str, Any], overlay: str) -> None:
    for name, one in of(built[overlay], "Deployment").items():
        (container,) = one["spec"]["template"]["spec"]["containers"]
        assert {"livenessProbe", "readinessProbe"} <= container.keys(), name


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_whatever_is_referred_to_is_there(built: Mapping[str, Any], overlay: str) -> None:
    objects = built[overlay]
    maps = {*of(objects, "ConfigMap")}
    known = {*of(objects, "Secret", "ExternalSecret")}
    for name, pod in pods(objects):
        (container,) = pod["spec"]["containers"]
        for source in container.get("envFrom", []):
            if "configMapRef" in source:
                assert source["configMapRef"]["name"] in maps, name
            else:
                assert source["secretRef"]["name"] in known, name
    assert of(objects, "Cluster")["postgres"]["spec"]["superuserSecret"]["name"] in known
    broker = of(objects, "RabbitmqCluster")["rabbitmq"]["spec"]["secretBackend"]
    assert broker["externalSecret"]["name"] in known
    services = of(objects, "Service")
    for rule in of(objects, "HTTPRoute")["outcry"]["spec"]["rules"]:
        assert rule["backendRefs"] == [{"name": "gateway", "port": 8080}]
    for name, one in services.items():
        wanted = one["spec"]["selector"].items()
        chosen = [who for who, pod in pods(objects) if wanted <= pod["metadata"]["labels"].items()]
        assert chosen == [name]


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_a_service_starts_with_what_it_is_told(
    built: Mapping[str, Any], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its settings read the map and its own secret, and nobody else's."""
    objects = built["dev"]
    pod = of(objects, "Deployment")[service.name]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    names = [next(iter(one.values()))["name"] for one in container["envFrom"]]
    told: dict[str, str] = dict(of(objects, "ConfigMap")[names[0]]["data"])
    coded: dict[str, str] = of(objects, "Secret")[names[1]]["data"]
    secret = {name: b64decode(value).decode() for name, value in coded.items()}
    assert container["args"] == [service.package]
    assert {*secret} & withheld_from(
        service, {**assignments(EXAMPLE.read_text()), **secret}
    ) == set()
    for name in assignments(EXAMPLE.read_text()):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**told, **secret}.items():
        monkeypatch.setenv(name, value)
    settings = settings_class(service).from_environment()
    assert settings.port == 8000
    assert settings.postgres_host == "postgres-rw"


def test_the_configuration_is_that_of_the_example() -> None:
    example = assignments(EXAMPLE.read_text())
    told = assignments((HOME / "base/configuration.env").read_text())
    gateway = assignments((HOME / "base/gateway.env").read_text())
    elsewhere = assignments(DIFFERENT_IN_CONTAINERS.read_text())
    different = {"POSTGRES_HOST", "PUBLIC_ORIGIN", *elsewhere}
    for name, value in told.items():
        assert name in example
        assert name in different or value == example[name], name
        assert not name.endswith((*SECRETS, "_KEY")), name
    for name, value in gateway.items():
        assert name not in example or value == example[name] or name.endswith(("_PORT", "_HOST"))
    asked = {
        name
        for file in TEMPLATES.glob("*.template")
        for name in PLACEHOLDER.findall(file.read_text())
    }
    assert {*gateway} == asked


def test_every_secret_of_the_example_is_in_the_store() -> None:
    wanted = yaml.safe_load_all((HOME / "overlays/prod/external-secrets.yaml").read_text())
    stored = {one["remoteRef"]["property"] for each in wanted for one in each["spec"]["data"]}
    own = {one for one in assignments(EXAMPLE.read_text()) if one.endswith(SECRETS)}
    assert {one for one in own if not one.startswith(OF_MAKE_OBSERVE)} <= stored


def test_scaling_leaves_alone_what_may_be_only_once(built: Mapping[str, Any]) -> None:
    objects = built["prod"]
    deployments = of(objects, "Deployment")
    scaled = {
        one["spec"]["scaleTargetRef"]["name"]: one
        for one in objects
        if one["kind"] in {"HorizontalPodAutoscaler", "ScaledObject"}
    }
    assert {*scaled} == {"gateway", "auth", "analytics"}
    for name in scaled:
        assert "replicas" not in deployments[name]["spec"]
    for name in ONCE:
        assert deployments[name]["spec"]["replicas"] == 1
        assert deployments[name]["spec"]["strategy"]["type"] == "Recreate"
    partitions = next(
        one["data"]["PARTITIONS"]
        for name, one in of(objects, "ConfigMap").items()
        if "config" in name
    )
    assert scaled["analytics"]["spec"]["maxReplicaCount"] == int(partitions)
    (trigger,) = scaled["analytics"]["spec"]["triggers"]
    assert trigger["metadata"]["protocol"] == "http"
    assert trigger["metadata"]["excludeUnacknowledged"] == "false"


def test_only_what_has_a_replica_has_a_disruption_budget(built: Mapping[str, Any]) -> None:
    assert {*of(built["prod"], "PodDisruptionBudget")} == {
        *({one.name for one in SERVICES} - ONCE),
        "gateway",
    }
    assert not of(built["dev"], "PodDisruptionBudget")


def test_the_broker_is_set_up_as_everywhere(built: Mapping[str, Any]) -> None:
    spec = of(built["prod"], "RabbitmqCluster")["rabbitmq"]["spec"]
    lines = SHARED_CONFIGURATION.read_text().splitlines()
    wanted = {one for one in lines if "=" in one and not one.startswith(("#", "log."))}
    assert wanted <= {*spec["rabbitmq"]["additionalConfig"].splitlines()}


def test_the_images_are_those_that_compose_builds(built: Mapping[str, Any]) -> None:
    ours = {one["image"] for one in containers().values() if one["image"].startswith("outcry-")}
    used = {pod["spec"]["containers"][0]["image"] for _, pod in pods(built["dev"])}
    assert {one for one in used if one.startswith("outcry-")} == ours
