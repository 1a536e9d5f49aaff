"""The pages that the gateway shows to everybody, and how a running one comes by new ones."""

import shutil
from collections.abc import Container, Iterator
from pathlib import Path
from time import time

from outcry.ownership import give
from outcry.places import ROOT

TERMINAL = ROOT / "frontend/dist"
"""The terminal, if it is built."""
HTML = ROOT / "gateway/nginx/html"
SCHEMAS = ROOT / "messaging/event-schemas"
KEPT_SECONDS = 7 * 86_400.0
"""How long an earlier terminal's assets stay, for tabs that are still open."""
ENTRANCES = frozenset({"index.html", "sw.js"})
"""They name the assets that a browser loads next."""


def terminal_is_built() -> bool:
    """Whether there is a terminal to show; else a page says how to build one."""
    return (TERMINAL / "index.html").is_file()


def copy_pages(target: Path, user: str) -> None:
    """Put all pages into the folder, for whom nginx runs as: it may be unable to read the tree.

    A gateway may be showing the folder: what names other files comes after them, and at once.
    """
    wanted = dict(_wanted())
    for name in sorted(wanted, key=lambda name: (name.name in ENTRANCES, name)):
        _put(wanted[name], target / name, user)
    _forget_old_assets(target, wanted)
    for path in (target, *target.rglob("*")):
        give(path, user)


def _wanted() -> Iterator[tuple[Path, Path]]:
    """Every file by its name among the pages; what comes later covers what came before."""
    for source, place in ((HTML, ""), (SCHEMAS, "event-schemas"), (TERMINAL, "")):
        for path in source.rglob("*"):
            name = path.relative_to(source)
            if path.is_file() and not any(part.startswith(".") for part in name.parts):
                yield Path(place) / name, path


def _put(source: Path, target: Path, user: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.new")
    shutil.copy(source, draft)
    give(draft, user)
    draft.replace(target)


def _forget_old_assets(target: Path, wanted: Container[Path]) -> None:
    """Only those: whatever else was a page once is not reached any more."""
    oldest = time() - KEPT_SECONDS
    for path in (target / "assets").rglob("*"):
        kept = path.relative_to(target) in wanted or path.is_dir()
        if not kept and path.stat().st_mtime < oldest:
            path.unlink()
