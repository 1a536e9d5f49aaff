"""The sample, where it cannot be had."""

from pathlib import Path

import pytest

from outcry.errors import Problem
from outcry.places import Places
from outcry.sample import sample_file

WAY_OUT = "Unpack the package bokeh-sampledata=="


def test_a_sample_that_cannot_be_fetched_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_NO_CACHE", "1")
    monkeypatch.setenv("UV_FIND_LINKS", "")
    monkeypatch.setenv("PIP_FIND_LINKS", "")

    with pytest.raises(Problem, match=WAY_OUT):
        sample_file(Places(tmp_path))


def test_where_nothing_can_be_written_the_sample_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / ".run").write_text("in the way, as the read-only file system of a container is")

    with pytest.raises(Problem, match=WAY_OUT):
        sample_file(Places(tmp_path))
