"""The compiled core of the exchange, where ``make speedups`` has made one."""

import subprocess

from outcry.places import ROOT
from outcry.roster import Service

SCRIPT = ROOT / "infra" / "local" / "speedups"


def speedups_of(service: Service) -> dict[str, str]:
    """Variables that let a service find compiled modules before its own: none if there are none.

    Nor if they are not of today's source: a service never runs what is not in the tree.
    """
    if service.package != "order" or not SCRIPT.exists():
        return {}
    found = subprocess.run([SCRIPT, "path"], check=False, capture_output=True, text=True)
    path = found.stdout.strip()
    return {"PYTHONPATH": path} if path else {}
