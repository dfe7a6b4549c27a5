"""Settings of the application. What a school may set stands in `environment.py`."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from kring.environment import refuse_wrong, value
from kring.keys import secret_key
from kring.pages.house.headers import of_files

BASE = Path(__file__).parent
TESTING = "pytest" in sys.modules

if not TESTING:
    refuse_wrong()

DATA: Path = value("KRING_DATA") if not TESTING else Path("/nonexistent")  # type: ignore[assignment]
DEBUG = bool(value("KRING_DEBUG"))
DEMO = bool(value("KRING_DEMO"))
LIVE = bool(value("KRING_LIVE"))
PORT: int = value("PORT")  # type: ignore[assignment]
ADDRESS = str(value("KRING_ADDRESS"))
SECRET_KEY = "only for tests" if TESTING else secret_key(DATA)

ALLOWED_HOSTS = ["*"]
SECURE = ADDRESS.startswith("https://")
CSRF_TRUSTED_ORIGINS = [ADDRESS] if ADDRESS else []
BEHIND_PROXY = bool(value("KRING_PROXY"))
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "auditlog",
    "django_tasks",
    "django_tasks_db",
    "kring.engine",
]

MIDDLEWARE = [
    # Files first: a phone fetches twenty of them, and the headers of pages would weigh more than some files.
    "servestatic.middleware.ServeStaticMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Streams are served by the live lane, before Django; this never holds one up.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kring.pages.house.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kring.pages.house.roles.RolesOnce",
    "kring.pages.welcome.gate.WelcomeGate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kring.pages.house.policy.PagePolicy",
    "kring.pages.house.unsaved.NothingKept",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "kring.urls"
ASGI_APPLICATION = "kring.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "pages", BASE / "tools", BASE / "frames"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kring.pages.house.context.house",
            ],
            "libraries": {"kring": "kring.pages.house.tags"},
        },
    }
]

if value("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(str(value("DATABASE_URL")), conn_max_age=60)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:" if TESTING else str(DATA / "kring.sqlite3"),
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    }

if value("KRING_SYNCDB"):
    # For developers who try out a model before its migration is written.
    MIGRATION_MODULES = {"engine": None}

AUTH_USER_MODEL = "engine.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, str]] = []
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "join"
ACCOUNT_ADAPTER = "kring.pages.account.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = False
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "request_login_code": "kring.pages.account.forms.RequestCode",
    "confirm_login_code": "kring.pages.account.forms.ConfirmCode",
}
# A whole school signs in from one network address; per mail address the limit is tight.
ACCOUNT_RATE_LIMITS = {"request_login_code": "200/m/ip,3/m/key,30/h/key", "login": "200/m/ip"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_NAME = "kring"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Browsers only know this one over https, and complain about it elsewhere.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if SECURE else None
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = str(value("KRING_LANGUAGE"))
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
TIME_ZONE = str(value("KRING_TIMEZONE"))
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [
    ("", BASE / "pages" / "static"),
    *((f"tools/{place.parent.name}", place) for place in sorted((BASE / "tools").glob("*/static"))),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "kring.pages.house.storage.Files"
    },
}
SERVESTATIC_USE_FINDERS = TESTING or DEBUG
SERVESTATIC_AUTOREFRESH = TESTING or DEBUG
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_ADD_HEADERS_FUNCTION = of_files
MEDIA_ROOT = DATA / "files"

if value("KRING_MAIL") and not TESTING:
    _mail = urlsplit(str(value("KRING_MAIL")))
    EMAIL_BACKEND = "kring.engine.post.PatientBackend"
    EMAIL_TIMEOUT = 20
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp" and EMAIL_HOST not in ("localhost", "127.0.0.1")
    EMAIL_PORT = _mail.port or (465 if EMAIL_USE_SSL else 587)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
else:
    EMAIL_BACKEND = "kring.engine.post.LogBackend"
DEFAULT_FROM_EMAIL = str(value("KRING_FROM"))

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"first_part": {"()": "kring.logs.FirstPartOfPath"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["first_part"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A path may hold a token, so what was not found or refused is nobody's line.
    "loggers": {
        "kring": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # Machines that try names fill the log; Django has answered them with a no.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
