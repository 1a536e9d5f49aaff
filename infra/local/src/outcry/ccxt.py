"""ccxt, in an environment of its own; installed for those who choose its feed."""

import subprocess

from outcry.errors import Problem
from outcry.places import ROOT

SCRIPT = ROOT / "infra" / "local" / "ccxt"


def install() -> None:
    """Have it there, in the version that is locked. Done already, it takes no time.

    Raises:
        Problem: it could not be installed; what went wrong is on the terminal.
    """
    if subprocess.run([SCRIPT], check=False).returncode:
        raise Problem("ccxt could not be installed: see above")
