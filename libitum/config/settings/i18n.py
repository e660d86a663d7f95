from django.utils.translation import gettext_lazy as _

from .files import PACKAGE_ROOT

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("it", _("Italian"))]
LOCALE_PATHS = [PACKAGE_ROOT / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = "libitum.config.formats"
