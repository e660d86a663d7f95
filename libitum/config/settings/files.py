from pathlib import Path

from libitum.config.environment import environment

STATIC_URL = "/static/"
STATIC_ROOT = environment.home / "static"
MEDIA_ROOT = environment.home / "media"
# The internal address under which a proxy has MEDIA_ROOT (X-Accel-Redirect); empty where none sends files for us.
X_ACCEL = environment.x_accel

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "media": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "staticfiles": {"BACKEND": "libitum.config.staticfiles.StaticStorage"},
}
WHITENOISE_USE_FINDERS = environment.debug
PACKAGE_ROOT = Path(__file__).resolve().parents[2]
