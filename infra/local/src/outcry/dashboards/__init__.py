"""Grafana's dashboards, described here and written into ``observability/grafana/dashboards``."""

import json
from collections.abc import Mapping

from outcry.dashboards.business import BUSINESS
from outcry.dashboards.edge import STREAM
from outcry.dashboards.market import MARKET
from outcry.dashboards.objectives import OBJECTIVES
from outcry.dashboards.orders import ORDERS
from outcry.dashboards.overview import OVERVIEW
from outcry.dashboards.panels import Dashboard, written
from outcry.dashboards.servers import BROKER, STORAGE
from outcry.places import ROOT
from outcry.scraping import IN_CONTAINERS, configuration_in_containers

FOLDER = ROOT / "observability/grafana/dashboards"
DASHBOARDS = (OVERVIEW, ORDERS, MARKET, STREAM, BROKER, STORAGE, BUSINESS, OBJECTIVES)


def files() -> Mapping[str, str]:
    """What is made from the code: every file, by its path below the top folder, with its text."""
    made = {f"{FOLDER.relative_to(ROOT)}/{one.uid}.json": _text(one) for one in DASHBOARDS}
    return {**made, str(IN_CONTAINERS.relative_to(ROOT)): configuration_in_containers()}


def stale() -> list[str]:
    """The files that are not what the code says, or that it does not say."""
    wanted = files()
    there = {str(path.relative_to(ROOT)) for path in FOLDER.glob("*.json")}
    differ = [name for name, text in wanted.items() if _read(name) != text]
    return sorted({*differ, *(there - wanted.keys())})


def write() -> list[str]:
    """Bring the files up to date; return the names of those that were not."""
    wanted, changed = files(), stale()
    for name in changed:
        path = ROOT / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name])
        else:
            path.unlink()
    return changed


def _text(dashboard: Dashboard) -> str:
    return json.dumps(written(dashboard), indent=1, ensure_ascii=False) + "\n"


def _read(name: str) -> str:
    path = ROOT / name
    return path.read_text() if path.exists() else ""
