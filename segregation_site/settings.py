"""All settings, in one file. README.md has the table of the environment variables.

SITE_MODE decides how careful the site is. "demo" (what manage.py takes when nothing is said)
answers on this machine only; "production" (what wsgi.py takes) refuses to start until every
setting that protects it is given.
"""

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name, default=None, needed_for=None):
    """The environment variable, or `default`; in production a missing one stops the start."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if PRODUCTION and needed_for:
        raise ImproperlyConfigured(
            f"{name} is not set. {needed_for} Set it in the server's environment, "
            "or set SITE_MODE=demo to run the demonstration on this machine only."
        )
    return default


MODES = ("demo", "production")
MODE = os.environ.get("SITE_MODE", "").strip() or "demo"
if MODE not in MODES:
    raise ImproperlyConfigured(f"SITE_MODE is {MODE!r}; it must be one of: {', '.join(MODES)}.")
PRODUCTION = MODE == "production"
DEMO = not PRODUCTION

# What the site makes while it runs: the embedded database, collected files, the demo's key.
DATA_DIR = Path(env("SITE_DATA_DIR", BASE_DIR / "var"))


def demo_secret_key():
    """A key of this copy's own, made at the first start, so that no key stands in the code."""
    path = DATA_DIR / "demo-secret-key"
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(get_random_secret_key())
    except FileExistsError:
        pass
    return path.read_text()


# https://docs.djangoproject.com/en/5.2/ref/settings/#core-settings
DEBUG = False
SECRET_KEY = env("SECRET_KEY", needed_for="It signs sessions; at least 50 random characters.")
if SECRET_KEY is None:
    SECRET_KEY = demo_secret_key()
if PRODUCTION and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10):
    raise ImproperlyConfigured(
        "SECRET_KEY is too weak. Give at least 50 random characters, for example the output "
        "of: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )
ALLOWED_HOSTS = [
    host.strip()
    for host in env(
        "ALLOWED_HOSTS",
        "localhost,127.0.0.1,[::1]",
        needed_for="It lists the host names the site answers to, separated by commas.",
    ).split(",")
]
if PRODUCTION and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS contains '*', which lets anyone choose the site's address in its links. "
        "List the exact host names instead."
    )
ROOT_URLCONF = "segregation_site.urls"
WSGI_APPLICATION = "segregation_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # modeltranslation replaces parts of admin, so it stands before it.
    "modeltranslation",
    "segregation_site.apps.EditorsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "simple_history",
    "django_prose_editor",
    "js_asset",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp_webauthn",
    "axes",
    "ministers",
    "agency",
    "pressreleases",
    "segregation_site.apps.SiteConfig",
]

MIDDLEWARE = [
    # The headers stand outermost so that files, redirects and error pages carry them too;
    # SecurityMiddleware inside them, because its redirect to https answers at once.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "segregation_site.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Before anything that may fail on a strange request: what it refuses gets our own page.
    "segregation_site.middleware.plain_requests_only",
    "segregation_site.middleware.time_of_request",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # A session that is over is ended before anything is asked of its user.
    "segregation_site.signin.middleware.session_limits",
    "segregation_site.signin.middleware.second_factor",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "segregation_site.context_processors.site",
            ],
        },
    },
]

# https://github.com/jazzband/dj-database-url
DATABASES = {
    "default": dj_database_url.parse(
        env("DATABASE_URL", f"sqlite:///{DATA_DIR / 'site.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue instead of failing halfway through a transaction that began as a read.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # recursive_triggers makes REPLACE fire the delete triggers that guard the record.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA recursive_triggers=ON;",
    }

# https://docs.djangoproject.com/en/5.2/topics/auth/passwords/
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# Where editors sign in. Outside the demonstration every one of them shows a second factor.
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SECOND_FACTOR_REQUIRED = PRODUCTION
AUTHENTICATION_BACKENDS = ["segregation_site.signin.backends.EditorsBackend"]
# https://django-otp-official.readthedocs.io/
OTP_TOTP_ISSUER = "Pressarkivet"
# https://django-otp-webauthn.readthedocs.io/
# A passkey is shown after the password, never instead of it.
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
OTP_WEBAUTHN_HELPER_CLASS = "segregation_site.signin.passkeys.OwnHost"
OTP_WEBAUTHN_RP_NAME = "Pressarkivet"
# The helper takes both from the request, whose host ALLOWED_HOSTS has let in; the library's checks
# want to see them here too.
OTP_WEBAUTHN_RP_ID = ALLOWED_HOSTS[0]
OTP_WEBAUTHN_ALLOWED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
# https://django-axes.readthedocs.io/
# Five wrong passwords for one account from one network close that account to that network for a
# quarter of an hour. The right password from anywhere else is never refused.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "segregation_site.signin.network.client_network"
AXES_LOCKOUT_CALLABLE = "segregation_site.signin.lockout.guessing_password"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Someone who keeps trying does not keep the door shut.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
# The security log has it, and admin need not show it.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken"]

# https://docs.djangoproject.com/en/5.2/topics/i18n/
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Svenska")), ("en", _("Engelska"))]
LOCALE_PATHS = [BASE_DIR / "segregation_site" / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
# https://django-modeltranslation.readthedocs.io/
MODELTRANSLATION_DEFAULT_LANGUAGE = "sv"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("sv", "en")

# https://whitenoise.readthedocs.io/
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    # What editors upload. It has no address of its own: pressreleases/file_views.py is the door.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# https://docs.djangoproject.com/en/5.2/topics/security/
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
TRUST_PROXY = env("TRUST_PROXY") == "1"
if TRUST_PROXY:
    # Only behind a proxy that sets this header itself on every request.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Only editors get cookies; __Host- ties them to this host, and needs https.
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
# An editor who signed in anew in another tab must not lose what stands in the first one.
CSRF_FAILURE_VIEW = "segregation_site.signin.csrf.csrf_failure"
# The limits themselves stand in segregation_site/signin/limits.py.
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_ENGINE = "segregation_site.signin.sessions"
# Else messages would be a third cookie, without __Host-.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
PERMISSIONS_POLICY = {
    feature: []
    for feature in ("camera", "microphone", "geolocation", "payment", "usb", "interest-cohort")
}
# https://django-csp.readthedocs.io/
PUBLIC_CSP = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF],
    "font-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC_CSP}
# Admin's own scripts, and the nonce that lets the text editor's import map in.
ADMIN_CSP = {**PUBLIC_CSP, "script-src": [SELF, NONCE], "connect-src": [SELF]}

# Nobody publishes a text that only its writer has read, unless the desk has one person only.
SECOND_PERSON = env("REQUIRE_SECOND_PERSON", "1")
if SECOND_PERSON not in ("0", "1"):
    raise ImproperlyConfigured(
        f"REQUIRE_SECOND_PERSON is {SECOND_PERSON!r}; give 1 (a second person approves every text) "
        "or 0 (a desk of one person publishes without)."
    )
REQUIRE_SECOND_PERSON = SECOND_PERSON == "1"

# What readers are told of the site itself.
SITE_NAME = "Pressarkivet"
SITE_CONTACT = env(
    "SITE_CONTACT",
    "redaktionen@pressarkivet.example",
    needed_for="It is the address that readers are given for questions and complaints.",
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Who signed in and who failed, one line of JSON each (segregation_site/signin/log.py); what
    # axes would say of it too names what was typed.
    "loggers": {"security": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
