"""The certificate: made once, for the right names, renewed in time, and nobody else's key."""

import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from outcry.certificate import (
    CERTIFICATE,
    KEY,
    LIFE,
    RENEWED_BEFORE,
    Certificate,
    host_name,
    made,
    read_own,
)
from outcry.errors import Problem
from outcry.nginx import write_certificate

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SETTINGS = {"PUBLIC_ORIGIN": "https://desk.example:8443", "TLS_CERTIFICATE": "", "TLS_KEY": ""}


def parsed(one: Certificate) -> x509.Certificate:
    return x509.load_pem_x509_certificate(one.chain.encode())


def names(one: Certificate) -> set[str]:
    found = parsed(one).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in found}


def own_files(folder: Path, one: Certificate) -> tuple[Path, Path]:
    folder.mkdir(exist_ok=True)
    (folder / "own.pem").write_text(one.chain)
    (folder / "own.key").write_text(one.key)
    return folder / "own.pem", folder / "own.key"


def test_it_is_for_this_machine_by_all_its_names() -> None:
    certificate = made(None, {"desk.example", "10.0.0.7"}, NOW)

    assert names(certificate) == {"localhost", "127.0.0.1", "::1", "desk.example", "10.0.0.7"}
    alternatives = parsed(certificate).extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    )
    addresses = alternatives.value.get_values_for_type(x509.IPAddress)
    assert set(addresses) == {ip_address(one) for one in ("127.0.0.1", "::1", "10.0.0.7")}


def test_it_can_prove_who_the_server_is_and_nothing_else() -> None:
    certificate = parsed(made(None, (), NOW))

    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert isinstance(key.curve, ec.SECP256R1)
    basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert not basic.ca
    assert usage.digital_signature
    assert [usage.key_cert_sign, usage.crl_sign, usage.key_encipherment] == [False] * 3
    assert certificate.not_valid_before_utc < NOW < certificate.not_valid_after_utc
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc == LIFE


def test_it_stays_as_long_as_it_is_good() -> None:
    first = made(None, {"desk.example"}, NOW)
    last_day = NOW + LIFE - RENEWED_BEFORE - DAY

    assert made(first, {"desk.example"}, last_day) == first
    assert made(first, (), last_day) == first
    assert made(first, {"desk.example"}, last_day + 2 * DAY) != first
    assert made(first, {"other.example"}, NOW) != first


@pytest.mark.parametrize("flaw", ["chain", "key", "both"])
def test_what_is_broken_is_made_again(flaw: str) -> None:
    first, other = made(None, (), NOW), made(None, (), NOW)
    broken = {
        "chain": replace(first, chain="-----BEGIN nothing"),
        "key": replace(first, key=""),
        "both": replace(first, key=other.key),
    }[flaw]

    again = made(broken, (), NOW)

    assert again not in {first, other, broken}
    assert made(again, (), NOW) == again


def test_its_key_is_for_the_gateway_only(tmp_path: Path) -> None:
    trusted = write_certificate(tmp_path, SETTINGS)
    first = trusted.read_text()

    assert stat.S_IMODE((tmp_path / KEY).stat().st_mode) == 0o600
    assert {"desk.example", host_name()} < names(Certificate(first, ""))
    assert write_certificate(tmp_path, SETTINGS) == tmp_path / CERTIFICATE
    assert trusted.read_text() == first


def test_somebodys_own_is_shown_as_it_is(tmp_path: Path) -> None:
    own = made(None, {"desk.example"}, datetime.now(UTC))
    chain, key = own_files(tmp_path / "elsewhere", own)
    settings = SETTINGS | {"TLS_CERTIFICATE": str(chain), "TLS_KEY": str(key)}

    write_certificate(tmp_path, settings)

    assert (tmp_path / CERTIFICATE).read_text() == own.chain
    assert (tmp_path / KEY).read_text() == own.key


def test_somebodys_own_has_to_be_usable(tmp_path: Path) -> None:
    own, other = made(None, (), NOW), made(None, (), NOW)
    chain, key = own_files(tmp_path / "own", own)
    _, wrong = own_files(tmp_path / "other", other)

    assert read_own(chain, key, NOW) == own
    with pytest.raises(Problem, match="not that of the certificate"):
        read_own(chain, wrong, NOW)
    with pytest.raises(Problem, match="expired on"):
        read_own(chain, key, NOW + LIFE)
    with pytest.raises(Problem, match=r"cannot be used: .*No such file"):
        read_own(chain, tmp_path / "missing", NOW)
    with pytest.raises(Problem, match="cannot be used"):
        read_own(key, chain, NOW)
    with pytest.raises(Problem, match="go together"):
        write_certificate(tmp_path, SETTINGS | {"TLS_CERTIFICATE": str(chain)})
