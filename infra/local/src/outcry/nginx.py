"""The gateway as a private nginx: everything it reads and writes is in its own folder."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from outcry.certificate import (
    CERTIFICATE,
    KEY,
    Certificate,
    host_name,
    made,
    read_own,
    utc_now,
)
from outcry.entrance import check_origins, own_certificate, public_host, speaks_tls
from outcry.errors import Problem
from outcry.fingerprint import mark_of
from outcry.ownership import give, make_folder, user_for, write_private
from outcry.pages import copy_pages
from outcry.places import ROOT
from outcry.program import Program, path_of
from outcry.readiness import http_probe
from outcry.roster import SERVICES
from outcry.template import render

SOURCE = ROOT / "gateway/nginx"
TEMPLATES = SOURCE / "templates"
HOST = "127.0.0.1"


def prepare_nginx(folder: Path, values: Mapping[str, str]) -> Program:
    """Write the configuration and the pages; return the program that serves them.

    The pages are copied, because the user that nginx runs as may be unable to read the tree.

    Raises:
        Problem: nginx is not installed, or a variable is missing or wrong.
    """
    check_origins(values)
    executable = path_of("nginx")
    if executable is None:
        raise Problem("nginx is not installed")
    user = user_for("www-data")
    for name in ("", "temp", "cache"):
        make_folder(folder / name, user)
    trusted = write_certificate(folder, values, user) if speaks_tls(values) else None
    own = _values(folder, values)
    names = ("nginx.conf", "gateway.conf", "status.conf", f"listen-{own['TLS']}.conf")
    rendered = {name: render((TEMPLATES / f"{name}.template").read_text(), own) for name in names}
    for name, text in rendered.items():
        write_private(folder / name, text, user)
    copy_pages(folder / "html", user)
    program = Program(
        name="gateway",
        command=(str(executable), "-p", f"{folder}/", "-c", "nginx.conf", "-e", "stderr"),
        directory=folder,
        environment={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"},
        probe=http_probe(int(values["GATEWAY_PORT"]), "/healthz", trusted),
        more_ports=(int(values["GATEWAY_STATUS_PORT"]),),
        stop_signal="SIGQUIT",  # finish what is being answered
        user=user,
        revision=mark_of(*rendered.values(), trusted.read_text() if trusted else ""),
        reload_signal="SIGHUP",  # connections are kept while it does
    )
    _prove(program)
    return program


def _prove(program: Program) -> None:
    """Make sure that nginx takes the files: told to read them again, it would just go on.

    Raises:
        Problem: it does not; the message says why.
    """
    said = program.directory / "proof.log"
    with said.open("w") as output:
        give(said, program.user)
        proof = program.model_copy(update={"command": (*program.command, "-t")})
        done = subprocess.run(
            proof.full_command,
            check=False,
            cwd=program.directory,
            env=dict(program.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    if done.returncode:
        raise Problem(f"nginx refuses its configuration:\n{said.read_text()}")


def write_certificate(folder: Path, values: Mapping[str, str], user: str = "") -> Path:
    """See to it that the gateway has a good certificate; return the file that can be trusted.

    Raises:
        Problem: somebody's own certificate cannot be used.
    """
    chain, key = folder / CERTIFICATE, folder / KEY
    if own := own_certificate(values):
        certificate = read_own(*own, utc_now())
    else:
        before = Certificate(chain.read_text(), key.read_text()) if key.exists() else None
        certificate = made(before, {host_name(), public_host(values)}, utc_now())
    write_private(key, certificate.key, user)
    return write_private(chain, certificate.chain, user)


def _values(folder: Path, values: Mapping[str, str]) -> dict[str, str]:
    hosts = {f"{service.prefix}HOST": HOST for service in SERVICES}
    return {
        **hosts,
        **values,
        "TLS": str(int(speaks_tls(values))),
        "GATEWAY_STATUS_HOST": HOST,
        "GATEWAY_HTML": str(folder / "html"),
        "GATEWAY_CACHE": str(folder / "cache"),
        "GATEWAY_CERTIFICATE": str(folder / CERTIFICATE),
        "GATEWAY_KEY": str(folder / KEY),
    }
