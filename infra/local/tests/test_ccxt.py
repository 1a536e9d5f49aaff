"""ccxt is installed for those who choose its feed, and what goes wrong is said."""

from pathlib import Path

import pytest

from outcry import ccxt
from outcry.errors import Problem


def script(folder: Path, exit_code: int) -> Path:
    path = folder / "ccxt"
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    path.chmod(0o755)
    return path


def test_installing_it_runs_the_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ccxt.SCRIPT.is_file()
    monkeypatch.setattr(ccxt, "SCRIPT", script(tmp_path, 0))

    ccxt.install()


def test_what_cannot_be_installed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ccxt, "SCRIPT", script(tmp_path, 1))

    with pytest.raises(Problem, match="could not be installed"):
        ccxt.install()
