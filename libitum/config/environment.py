"""What an operator may set, read once from `LIBITUM_*` variables and checked at start."""

import contextlib
import os
import secrets
import shlex
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AnyHttpUrl,
    Field,
    FilePath,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from .certificates import Pair, certificate_of, must_fit

GIB = 1024**3
SECRET_CHARACTERS = 32


def default_home() -> Path:
    """Where an instance keeps its data when LIBITUM_HOME does not say (XDG base directory)."""
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "libitum"


class Environment(BaseSettings):
    """Sizes in bytes, times in seconds."""

    model_config = SettingsConfigDict(env_prefix="LIBITUM_", extra="forbid", frozen=True)

    home: Path = Field(default_factory=default_home)
    secret_key: SecretStr | None = None
    # What was LIBITUM_SECRET_KEY before, newest first: what they signed or sealed can still be read.
    former_secret_keys: Annotated[list[SecretStr], NoDecode] = Field(default_factory=list)
    # Strict-Transport-Security for the names below ours, too.
    hsts_subdomains: bool = True
    # Pwned Passwords' file of SHA-1 hashes in their order: passwords that stand in it are refused.
    breached_passwords: FilePath | None = None
    # Who goes nowhere before they have set up a passkey or codes.
    second_factor: Literal["moderators", "everybody", "nobody"] = "moderators"
    # Steps of half a minute by which the clock of an app for codes may be off.
    totp_tolerance: Annotated[int, Field(ge=0, le=2)] = 1
    # How long the link in a letter opens the page for a new password.
    letter_minutes: Annotated[int, Field(ge=5, le=1440)] = 60
    # Passkeys with shorter RSA keys are not taken. Some computers make no other than 2048.
    passkey_rsa_bits: Annotated[int, Field(ge=2048, le=8192)] = 2048
    debug: bool = False
    site_name: str = "Libitum"
    base_url: AnyHttpUrl | None = None
    contact_email: str = "contact@localhost"
    # Who is responsible for what happens here, as receipts and the page about the site name them.
    operator_name: Annotated[str, Field(max_length=200)] = ""
    operator_address: Annotated[str, Field(max_length=500)] = ""
    operator_country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = Field(default=8000, validation_alias="PORT")
    # With both, the web server speaks TLS and nothing else.
    tls_certificate: FilePath | None = None
    tls_key: FilePath | None = None
    database_url: SecretStr | None = None
    # PgBouncer or the like, by the transaction: for the web processes alone.
    database_pooler_url: SecretStr | None = None
    # On PostgreSQL, what one statement of a page may take, and wait for a lock; 0: as long as it likes.
    database_statement_seconds: Annotated[int, Field(ge=0, le=3600)] = 30
    database_lock_seconds: Annotated[int, Field(ge=0, le=3600)] = 10
    email_url: SecretStr | None = None
    trusted_proxies: Annotated[list[str], NoDecode] = Field(default_factory=list)
    # Where a proxy that sends files itself finds the media folder, like /.media/; empty: we send them.
    x_accel: Annotated[str, Field(pattern=r"^(/\.?[A-Za-z0-9_-]+/)?$")] = ""
    log_level: str = "INFO"
    # Whoever has it may read /metrics; without one, programs on this machine may.
    metrics_token: Annotated[SecretStr, Field(min_length=16)] | None = None
    # Where traces go (OTLP over HTTP); without it none are made.
    otlp_url: SecretStr | None = None
    workers: Annotated[int, Field(ge=0, le=64)] = 1
    web_processes: Annotated[int, Field(ge=1, le=64)] = 1
    web_threads: Annotated[int, Field(ge=1, le=256)] = 80
    upload_max_bytes: Annotated[int, Field(gt=0)] = 2 * GIB
    quota_bytes: Annotated[int, Field(gt=0)] = 20 * GIB
    disk_reserve_bytes: Annotated[int, Field(ge=0)] = 256 * 1024**2
    # A program and its arguments, as a shell has them, that looks for viruses in the file named last.
    scanner: str = ""
    # Media in a bucket of an S3 store instead of a folder. The keys may come from where AWS's own programs find them.
    s3_bucket: str = ""
    s3_endpoint: AnyHttpUrl | None = None
    s3_region: str = "us-east-1"
    s3_access_key: SecretStr | None = None
    s3_secret_key: SecretStr | None = None
    s3_prefix: Annotated[str, Field(pattern=r"^([A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*)?$")] = ""
    s3_addressing: Literal["path", "virtual"] = "path"
    # Where browsers reach the store, if not where we do; whether listeners and artists are sent there.
    s3_public_endpoint: AnyHttpUrl | None = None
    s3_redirects: bool = False
    s3_direct_uploads: bool = False
    # Hours before a new or recovered passkey can grant anything. Less than 72 is for tests alone.
    key_wait_hours: Annotated[int, Field(ge=0, le=8760)] = 72

    @cached_property
    def url(self) -> str:
        scheme = "https" if self.tls_certificate else "http"
        return str(self.base_url or f"{scheme}://localhost:{self.port}").rstrip("/")

    @cached_property
    def database(self) -> str:
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.home / 'libitum.sqlite3'}"

    @cached_property
    def key(self) -> str:
        """The instance's secret; made on first start and readable by its owner alone."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        path = self.home / "secret_key"
        if not path.exists():
            write_new_secret(path)
        return path.read_text().strip()

    @cached_property
    def store_origin(self) -> str:
        """Where browsers meet the store themselves; empty where they never do."""
        endpoint = self.s3_public_endpoint or self.s3_endpoint
        if not self.s3_bucket or endpoint is None or not (self.s3_redirects or self.s3_direct_uploads):
            return ""
        place = urlsplit(str(endpoint))
        host = f"{self.s3_bucket}.{place.netloc}" if self.s3_addressing == "virtual" else place.netloc
        return f"{place.scheme}://{host}"

    @cached_property
    def former_keys(self) -> list[str]:
        return [key.get_secret_value() for key in self.former_secret_keys]

    @field_validator("trusted_proxies", "former_secret_keys", mode="before")
    @classmethod
    def split_commas(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("secret_key")
    @classmethod
    def is_no_guess(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < SECRET_CHARACTERS:
            raise ValueError(f"at least {SECRET_CHARACTERS} characters, made by chance")
        return value

    @field_validator("otlp_url")
    @classmethod
    def is_a_web_address(cls, value: SecretStr | None) -> SecretStr | None:
        """Its headers or path may hold a key, so it is kept like one."""
        if value is not None:
            TypeAdapter(AnyHttpUrl).validate_python(value.get_secret_value())
        return value

    @field_validator("scanner")
    @classmethod
    def is_an_argument_line(cls, value: str) -> str:
        shlex.split(value)
        return value

    @field_validator("email_url")
    @classmethod
    def shows_a_certificate_that_it_has(cls, value: SecretStr | None) -> SecretStr | None:
        pair = certificate_of(value.get_secret_value()) if value is not None else None
        if pair is not None:
            must_fit(pair)
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def are_networks(cls, value: list[str]) -> list[str]:
        for text in value:
            ip_network(text, strict=False)
        return value

    @model_validator(mode="after")
    def certificate_has_its_key(self) -> Self:
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("LIBITUM_TLS_CERTIFICATE and LIBITUM_TLS_KEY go together")
        if self.tls_certificate is not None and self.tls_key is not None:
            must_fit(Pair(self.tls_certificate, self.tls_key))
        return self

    @model_validator(mode="after")
    def bucket_has_a_place(self) -> Self:
        if self.s3_bucket and self.s3_endpoint is None:
            raise ValueError("LIBITUM_S3_BUCKET is set without LIBITUM_S3_ENDPOINT, the address of its store")
        if (self.s3_access_key is None) != (self.s3_secret_key is None):
            raise ValueError("LIBITUM_S3_ACCESS_KEY and LIBITUM_S3_SECRET_KEY go together")
        return self


def write_new_secret(path: Path) -> None:
    """Whole or not at all, and the first of several processes wins: a link fails where the name exists."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def variable(field: str) -> str:
    """How the operator writes it: `PORT` alone has no prefix."""
    return field if field.isupper() else f"LIBITUM_{field.upper()}"


def problem(place: tuple[int | str, ...], message: str) -> str:
    """What concerns several variables names them itself."""
    return f"{variable(str(place[0]))}: {message}" if place else message.removeprefix("Value error, ")


def read_environment() -> Environment:
    """From variables; what they don't say, from files named like them in the folder LIBITUM_SECRETS_DIR.

    There the stores of secrets put them that systemd, container engines and vaults have.
    """
    folder = os.environ.get("LIBITUM_SECRETS_DIR") or None
    if folder is not None and not os.access(folder, os.R_OK | os.X_OK):
        raise SystemExit("These settings can't be used:\n  LIBITUM_SECRETS_DIR: no folder that can be read")
    try:
        return Environment(_secrets_dir=folder)
    except OSError as error:
        raise SystemExit(f"These settings can't be used:\n  LIBITUM_SECRETS_DIR: {error}") from None
    except ValidationError as error:
        problems = "\n".join(f"  {problem(e['loc'], e['msg'])}" for e in error.errors())
        raise SystemExit(f"These settings can't be used:\n{problems}") from None


environment = read_environment()
