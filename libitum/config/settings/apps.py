from libitum.config.environment import environment

DEBUG = environment.debug
SITE_NAME = environment.site_name
BASE_URL = environment.url
CONTACT_EMAIL = environment.contact_email
OPERATOR_NAME = environment.operator_name or environment.site_name
OPERATOR_ADDRESS = environment.operator_address
OPERATOR_COUNTRY = environment.operator_country
HOME = environment.home

INSTALLED_APPS = [
    "libitum.ops",
    "libitum.api",
    "libitum.web",
    "libitum.analysis",
    "libitum.crawlers",
    "libitum.rights",
    "libitum.community",
    "libitum.media",
    "libitum.catalog",
    "libitum.accounts",
    "libitum.ledger",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
]

MIDDLEWARE = [
    "libitum.policy.middleware.SignalsMiddleware",
    "libitum.ops.metrics.middleware.MetricsMiddleware",
    "libitum.ops.telemetry.middleware.TracingMiddleware",
    # Around all that answers by itself: static files, refused hosts, the framework's errors.
    "csp.middleware.CSPMiddleware",
    "libitum.web.browsers.BrowserPolicyMiddleware",
    "libitum.common.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "libitum.web.navigation.NavigationMiddleware",
    "libitum.web.middleware.CanonicalHostMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "libitum.ops.middleware.RequestLogMiddleware",
    "libitum.media.streaming.middleware.MediaWithoutCookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "libitum.accounts.middleware.SignedInMiddleware",
    "libitum.accounts.second_factor.SecondFactorMiddleware",
    "libitum.web.privacy.PrivacySignalMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "libitum.web.errors.ErrorPageMiddleware",
]

ROOT_URLCONF = "libitum.config.urls"
WSGI_APPLICATION = "libitum.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "libitum.web.templatetags.look",
                "libitum.web.templatetags.machines",
                "libitum.web.templatetags.pictures",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "libitum.web.context.site",
            ],
        },
    },
]

FORM_RENDERER = "libitum.web.renderer.FormRenderer"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "media", "analysis"]}}
