"""Write what the services say of themselves, for ``types.mjs``: one OpenAPI document an area.

Nothing has to run: the documents are made from the code. ``python scripts/describe.py FOLDER``.
"""

import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from outcry.environment import ensure_env_file, environment_of, read_environment
from outcry.roster import SERVICES


def main(folder: Path) -> None:
    """One file for each service, named after its area."""
    with tempfile.TemporaryDirectory() as home:
        env = Path(home) / ".env"
        ensure_env_file(env)
        values = read_environment(env)
        for service in SERVICES:
            os.environ.update(environment_of(service, values))
            document = import_module(f"{service.package}.main").create_app().openapi()
            (folder / f"{service.area}.json").write_text(json.dumps(document))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
