"""The line to a mail server that asks for STARTTLS and a password: a server whose certificate nobody vouches for gets
neither."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from wellrun.platform.testing.gateways import StandInMail
from wellrun.practice.organization.testing import NOW
from wellrun.practice.outreach.models import Gateway
from wellrun.practice.outreach.operations.gateways import Down, Letter
from wellrun.practice.outreach.operations.gateways.mail import MailLine

LETTER = Letter("key", "ana@example.com", "Heading\r\nBcc: all@example.com", "Body")


@pytest.fixture
def certificate(tmp_path):
    """A certificate of this machine for itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    begun = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(begun).not_valid_after(begun + timedelta(days=2))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path / "own.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return path


@pytest.fixture
def mail(certificate):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with StandInMail(user="office", password="right", tls=tls) as server:
        yield server


def line_to(mail, password="right"):
    gateway = Gateway(channel="email", host="127.0.0.1", port=mail.port, security="starttls",
                      sender="office@lakeside.example", username="office")  # fmt: skip
    return MailLine(gateway, password)


def test_signs_in_behind_starttls_and_a_heading_adds_no_recipient(mail, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    line = line_to(mail)
    assert line.send(LETTER, at=NOW) == "<key@lakeside.example>"
    line.close()
    (got,) = mail.mails
    assert got.subject == "Heading Bcc: all@example.com" and b"\nBcc:" not in got.raw


def test_a_wrong_password_is_a_gateway_that_is_down(mail, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(Down):
        line_to(mail, "wrong")


def test_a_certificate_that_nobody_vouches_for_is_refused(mail):
    with pytest.raises(Down, match="(?i)certificate"):
        line_to(mail)
