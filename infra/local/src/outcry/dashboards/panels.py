"""What dashboards are made of, and how Grafana writes them down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

SOURCE = {"type": "prometheus", "uid": "prometheus"}
COLUMNS = 24
SCHEMA = 39
"""The version of Grafana's dashboard schema: newer ones read it, and bring it up to date."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question to Prometheus, and what each series of the answer is called."""

    expr: str
    legend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One picture. ``about`` is shown when somebody points at its title."""

    title: str
    queries: Sequence[Query]
    unit: str = "short"
    about: str = ""
    kind: str = "timeseries"
    width: int = 8
    height: int = 7
    stacked: bool = False
    good_from: float | None = None
    """Of a single figure: green from here on, red below."""
    bad_from: float | None = None
    """Of a single figure: red from here on, green below."""


@dataclass(frozen=True, slots=True)
class Row:
    """Panels beside each other, under a heading."""

    title: str
    panels: Sequence[Panel]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A page."""

    uid: str
    title: str
    about: str
    rows: Sequence[Row]

    def panels(self) -> Iterator[Panel]:
        """All panels, from the top."""
        for row in self.rows:
            yield from row.panels


def chart(title: str, *queries: tuple[str, str], unit: str = "short", about: str = "") -> Panel:
    """Lines over time; each query with the name of its series."""
    return Panel(title=title, queries=[Query(*query) for query in queries], unit=unit, about=about)


def area(title: str, *queries: tuple[str, str], unit: str = "short", about: str = "") -> Panel:
    """The same, one on top of the other."""
    asked = [Query(*query) for query in queries]
    return Panel(title=title, queries=asked, unit=unit, about=about, stacked=True)


def figure(
    title: str,
    expr: str,
    unit: str = "short",
    *,
    good_from: float | None = None,
    bad_from: float | None = None,
    legend: str = "",
) -> Panel:
    """The newest value, large."""
    return Panel(
        title=title,
        queries=[Query(expr, legend)],
        unit=unit,
        kind="stat",
        width=4,
        height=4,
        good_from=good_from,
        bad_from=bad_from,
    )


def written(dashboard: Dashboard) -> Json:
    """The dashboard as Grafana reads it."""
    return {
        "uid": dashboard.uid,
        "title": dashboard.title,
        "description": dashboard.about,
        "tags": ["outcry"],
        "schemaVersion": SCHEMA,
        "editable": False,
        "graphTooltip": 1,
        "refresh": "10s",
        "time": {"from": "now-30m", "to": "now"},
        "timezone": "browser",
        "links": [
            {"type": "dashboards", "tags": ["outcry"], "asDropdown": True, "title": "Outcry"}
        ],
        "panels": list(_laid_out(dashboard.rows)),
    }


def _laid_out(rows: Sequence[Row]) -> Iterator[Json]:
    """From left to right, and a line further down where there is no room."""
    number, y = 0, 0
    for row in rows:
        number += 1
        place = {"x": 0, "y": y, "w": COLUMNS, "h": 1}
        yield {"id": number, "type": "row", "title": row.title, "gridPos": place, "panels": []}
        x, y, tallest = 0, y + 1, 0
        for panel in row.panels:
            if x + panel.width > COLUMNS:
                x, y, tallest = 0, y + tallest, 0
            number += 1
            place = {"x": x, "y": y, "w": panel.width, "h": panel.height}
            yield {"id": number, "gridPos": place, **_panel(panel)}
            x, tallest = x + panel.width, max(tallest, panel.height)
        y += tallest


def _panel(panel: Panel) -> Json:
    return {
        "type": panel.kind,
        "title": panel.title,
        "description": panel.about,
        "datasource": SOURCE,
        "targets": [
            {
                "refId": chr(ord("A") + place),
                "datasource": SOURCE,
                "expr": query.expr,
                "legendFormat": query.legend or "__auto",
            }
            for place, query in enumerate(panel.queries)
        ],
        "fieldConfig": {"defaults": _defaults(panel), "overrides": []},
        "options": _options(panel),
    }


def _defaults(panel: Panel) -> Json:
    defaults: Json = {"unit": panel.unit}
    if panel.kind == "timeseries":
        stacking = {"mode": "normal" if panel.stacked else "none"}
        fill = 30 if panel.stacked else 0
        defaults["custom"] = {"stacking": stacking, "fillOpacity": fill, "showPoints": "never"}
        defaults["min"] = 0
    else:
        defaults["thresholds"] = {"mode": "absolute", "steps": _steps(panel)}
    return defaults


def _steps(panel: Panel) -> list[Json]:
    if panel.good_from is not None:
        return [{"color": "red", "value": None}, {"color": "green", "value": panel.good_from}]
    if panel.bad_from is not None:
        return [{"color": "green", "value": None}, {"color": "red", "value": panel.bad_from}]
    return [{"color": "blue", "value": None}]


def _options(panel: Panel) -> Json:
    if panel.kind == "timeseries":
        legend = {"displayMode": "list", "placement": "bottom", "showLegend": True}
        return {"legend": legend, "tooltip": {"mode": "multi", "sort": "desc"}}
    return {
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        "colorMode": "value",
        "graphMode": "area",
        "textMode": "auto",
    }
