"""Settings of an installation. Everything it owns lies under GONGKAI_HOME; see docs/operations/settings.md."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

BASE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("GONGKAI_HOME", "var")).resolve()
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)


def _secret_key() -> str:
    """The installation's own key, made at first start and readable by its user only."""
    path = HOME / "keys" / "secret.key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = path.with_suffix(f".{os.getpid()}")
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_urlsafe(64))
        try:
            os.link(mine, path)  # the first of several starting processes wins
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return path.read_text()


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("GONGKAI_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("GONGKAI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("GONGKAI_ORIGINS", "").split(",") if o]
SITE_URL = os.environ.get("GONGKAI_SITE_URL", "http://127.0.0.1:8000")
SECURE = SITE_URL.startswith("https://")
# Only where a proxy of ours sets it anew for each request: else any visitor could claim to come by https.
if os.environ.get("GONGKAI_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "gongkai.crypto",
    "gongkai.ledger",
    "gongkai.clocks",
    "gongkai.kinds",
    "gongkai.jobs",
    "gongkai.units",
    "gongkai.accounts",
    "gongkai.catalogue",
    "gongkai.search",
    "gongkai.lists",
    "gongkai.files",
    "gongkai.screening",
    "gongkai.components",
    "gongkai.disclosure",
    "gongkai.cases",
    "gongkai.registers",
    "gongkai.figures",
    "gongkai.reports",
    "gongkai.portal",
    "gongkai.office",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongkai.portal.limits.Limits",
    "gongkai.portal.methods.RefusedMethods",
    "gongkai.portal.viewed.CountViews",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongkai.urls"
# What is served is gongkai.wsgi, which also counts views; Django's test server makes an application of its own.
WSGI_APPLICATION = None
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "gongkai.components.context.site",
            ],
            "builtins": ["gongkai.components.templatetags.sheet"],
        },
    }
]


def _database(url: str) -> dict[str, object]:
    if not url:
        place = HOME / "gongkai.sqlite3"
        if not place.exists():
            place.touch(mode=0o600)  # its -wal and -shm take the same mode
        return {
            "ENGINE": "gongkai.sqlite",
            "NAME": place,
            # Kept by its thread: opening anew for each request reads the whole schema again, some 4 ms.
            "CONN_MAX_AGE": None,
            # IMMEDIATE: a deferred transaction that upgrades is refused at once under writers.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-65536;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"
                "PRAGMA secure_delete=ON",  # erased is erased
            },
            # Threads of a test must share the database, so it is a file there too.
            "TEST": {"NAME": HOME / "test.sqlite3"},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}},
    }


DATABASES = {"default": _database(os.environ.get("GONGKAI_DATABASE", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Argon2 needs one more package; PBKDF2 is the framework's default and needs none.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "gongkai.accounts.passwords.ProfileValidator"},
]
PASSWORD_PROFILE = os.environ.get("GONGKAI_PASSWORD_PROFILE", "dengbao3")
LOGIN_URL = "/office/login/"
LOGIN_REDIRECT_URL = "/office/"
LOGOUT_REDIRECT_URL = "/office/login/"
ACCOUNT_ADAPTER = "gongkai.accounts.adapter.OfficeAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # axes counts failures per account, see AXES_*
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False

AXES_FAILURE_LIMIT = 10
# By account alone: a whole authority comes from one address, and guesses come from a hundred.
SILENCED_SYSTEM_CHECKS = [
    "axes.W006",
    "security.W021",
]  # whether browsers preload the domain its owner decides
AXES_COOLOFF_TIME = 0.25  # hours: ten tries in 15 minutes per account
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
# Guesses during the quarter of an hour don't prolong it, and a browser that the person used before counts by itself.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "gongkai.accounts.devices.counted_as"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = 0
AXES_LOCKOUT_CALLABLE = "gongkai.office.login.locked"

# Login of citizens at a provider of OpenID Connect, as an option; nobody of the office logs in by it.
OIDC = {
    "issuer": os.environ.get("GONGKAI_OIDC_ISSUER", ""),
    "client_id": os.environ.get("GONGKAI_OIDC_CLIENT_ID", ""),
    "client_secret": os.environ.get("GONGKAI_OIDC_CLIENT_SECRET", ""),
    "label": os.environ.get("GONGKAI_OIDC_LABEL", "统一身份认证"),
}

SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_ENGINE = "gongkai.accounts.sessions"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrftoken"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "gongkai.portal.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from the machine itself
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "Y年n月j日"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 86_400
MEDIA_ROOT = HOME / "files"
INDEX_ROOT = HOME / "index"
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
# A list of persons may have thousands of findings, each with its tick or its reason on one page.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # a photo; what is larger goes by the disk
UPLOAD_MAX_BYTES = int(os.environ.get("GONGKAI_UPLOAD_MAX_MB", "50")) * 1024 * 1024
# Address of a clamd (host:port, or the path of its socket); empty: files are not looked through for viruses.
CLAMD = os.environ.get("GONGKAI_CLAMD", "")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
# Where messages of cases leave; empty: files in HOME/outbox.
SMTP_URL = os.environ.get("GONGKAI_SMTP_URL", "")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "gongkai.text.log_lines.OneLine",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
