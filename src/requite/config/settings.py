"""Django's settings, all of them derived from `environment.ENVIRONMENT`."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from requite.config.database import settings_of
from requite.config.environment import ENVIRONMENT as ENV
from requite.kernel.storing import attached

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.hosts)
ROOT_URLCONF = "requite.config.urls"
WSGI_APPLICATION = "requite.config.wsgi.application"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 24 * 3600}  # what was due meanwhile is done once the machine is on again
AUTH_USER_MODEL = "identity.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    "requite.journal",
    "requite.identity",
    "requite.quality",
    "requite.fields",
    "requite.people",
    "requite.deals",
    "requite.work",
    "requite.intake",
    "requite.files",
    "requite.insight.plans",
    "requite.insight.lists",
    "requite.insight.checks",
    "requite.insight.supervision",
    "requite.insight.adoption",
    "requite.insight.idle",
    "requite.insight.scorecards",
    "requite.web",
]

MIDDLEWARE = [
    "requite.web.middleware.security.security",
    "requite.web.middleware.packing.packing",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "requite.web.middleware.actor.actor",
    "requite.web.middleware.length.length",
    "requite.web.middleware.reading.reading",
    "requite.web.middleware.errors.errors",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "APP_DIRS": False,
        "DIRS": [],
        "OPTIONS": {"environment": "requite.web.environment.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]


DATABASES = {"default": settings_of(ENV.database_url or "postgresql:///requite")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

SESSION_ENGINE = "requite.identity.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.secure
CSRF_FAILURE_VIEW = "requite.web.screens.entrance_kept.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 11_000  # as many records as may be picked by hand send one for each
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_HANDLERS = ["requite.web.uploads.Incoming"]
MEDIA_ROOT = ENV.var / "files"
FILE_UPLOAD_TEMP_DIR = ENV.var / "files" / "incoming"  # beside where files are kept, so that they are moved, not copied
SILENCED_SYSTEM_CHECKS = ["files.E001"]  # that folder is made when the first file comes
FILE_LIMITS = (ENV.files.file_mb * 1_000_000, ENV.files.company_gb * 1_000_000_000, ENV.files.grace_days)


def _mail(url: str) -> dict[str, Any]:
    """Mail by smtp(s)://user:password@host:port?from=…; without an address each mail is kept as a file."""
    parts = urlsplit(url)
    if not parts.hostname:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(ENV.var / "mail"),
        }
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in ("localhost", "127.0.0.1"),
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": dict(parse_qsl(parts.query)).get("from", f"requite@{parts.hostname}"),
    }


globals().update(_mail(ENV.email_url))

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "family_name", "given_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "requite.identity.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ko", _("Korean")), ("ru", _("Russian"))]
LOCALE_PATHS = [str(Path(__file__).parent.parent / "locale")]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = ENV.var / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "attached": attached(ENV.files),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"requite": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}
