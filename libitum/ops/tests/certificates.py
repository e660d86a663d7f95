"""An authority of a test's own, and who it says somebody is."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from libitum.config.certificates import Pair


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


class Authority:
    """`certificate`: the file by which its word is trusted."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.key = folder, generate_private_key(SECP256R1())
        self.name = f"Authority {x509.random_serial_number():x}"[:20]
        self.certificate = self.written(folder / "authority.pem", self.name, self.key, hours=24)

    def issue(self, name: str, *, hours: int = 24) -> Pair:
        """For a host or a person of this name. `hours`: how long it holds; less than nothing: it has ended."""
        pair = Pair(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        key = generate_private_key(SECP256R1())
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        pair.key.touch(mode=0o600)
        pair.key.write_bytes(secret)
        self.written(pair.certificate, name, key, hours=hours)
        return pair

    def written(self, path: Path, name: str, key: EllipticCurvePrivateKey, *, hours: int) -> Path:
        ends = datetime.now(UTC) + timedelta(hours=hours)
        is_authority = key is self.key
        made = (
            x509.CertificateBuilder(named(self.name), named(name), key.public_key(), x509.random_serial_number())
            .not_valid_before(ends - timedelta(days=7))
            .not_valid_after(ends)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name.replace(" ", "-"))]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        path.write_bytes(made.public_bytes(Encoding.PEM))
        return path


def replaced(old: Pair, new: Pair) -> None:
    """As what renews certificates does it."""
    for target, source in zip(old, new, strict=True):
        shutil.move(source, target)
