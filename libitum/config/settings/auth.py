from urllib.parse import urlsplit

from libitum.config.environment import environment

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "libitum.accounts.passwords.SiteWordsValidator", "OPTIONS": {"least": 6}},
    {"NAME": "libitum.accounts.passwords.BreachedPasswordValidator"},
]
BREACHED_PASSWORDS = environment.breached_passwords
# How long the link in a letter opens the page for a new password.
PASSWORD_RESET_TIMEOUT = environment.letter_minutes * 60

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
# Unused, a session ends after the first; used every day, after the second.
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_LIFETIME = 180 * 24 * 3600
SESSION_ENGINE = "libitum.accounts.store"

ACCOUNT_ADAPTER = "libitum.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "libitum.accounts.forms.SignupQuestions"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{environment.site_name}] "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(environment.url).scheme
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# The "address" is a keyed hash (accounts.adapter), all of which counts.
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 128
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/5m/ip,5/5m/key",
    "signup": "20/h/ip",
    "confirm_email": "1/2m/key",
    "reset_password": "20/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/h/user",
}

SECOND_FACTOR = environment.second_factor
MFA_ADAPTER = "libitum.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "libitum.accounts.forms.AddPasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = environment.site_name
MFA_TOTP_TOLERANCE = environment.totp_tolerance
# Of codes only hashes are kept (accounts.recovery).
MFA_RECOVERY_CODES_SHOW_ONCE = True
PASSKEY_RSA_BITS = environment.passkey_rsa_bits
# Nobody gets in without a confirmed address anyway; without this, who has a second factor could never change it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers call localhost a secure context; allauth asks for https elsewhere unless told.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = urlsplit(environment.url).hostname == "localhost"

# Our own middleware notes it, a few times an hour instead of at each request.
USERSESSIONS_TRACK_ACTIVITY = False
