from pathlib import Path

from pydantic import AnyHttpUrl, SecretStr

from libitum.config.environment import environment


def _origin(address: AnyHttpUrl | None) -> str:
    return str(address).rstrip("/") if address else ""


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None


STATIC_URL = "/static/"
STATIC_ROOT = environment.home / "static"
MEDIA_ROOT = environment.home / "media"
# The internal address under which a proxy has MEDIA_ROOT (X-Accel-Redirect); empty where none sends files for us.
X_ACCEL = environment.x_accel

MEDIA_FOLDER = {"BACKEND": "libitum.media.stores.folder.FolderStorage", "OPTIONS": {"location": MEDIA_ROOT}}
MEDIA_BUCKET = {
    "BACKEND": "libitum.media.stores.s3.ObjectStorage",
    "OPTIONS": {
        "bucket_name": environment.s3_bucket,
        "endpoint_url": _origin(environment.s3_endpoint),
        "region_name": environment.s3_region,
        "access_key": _secret(environment.s3_access_key),
        "secret_key": _secret(environment.s3_secret_key),
        "location": environment.s3_prefix,
        "addressing_style": environment.s3_addressing,
        "public_endpoint": _origin(environment.s3_public_endpoint),
        "redirects": environment.s3_redirects,
    },
}
S3_DIRECT_UPLOADS = bool(environment.s3_bucket) and environment.s3_direct_uploads

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "media": MEDIA_BUCKET if environment.s3_bucket else MEDIA_FOLDER,
    "staticfiles": {"BACKEND": "libitum.config.staticfiles.StaticStorage"},
}
WHITENOISE_USE_FINDERS = environment.debug
PACKAGE_ROOT = Path(__file__).resolve().parents[2]
