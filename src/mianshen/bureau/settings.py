"""Django's settings: few, and all that differs between installations comes from the environment."""

import secrets
from datetime import timedelta
from pathlib import Path

from mianshen.bureau.database.address import Address, read_address
from mianshen.bureau.installation import installation
from mianshen.bureau.secrets_file import kept

_here = installation()


def _addresses() -> tuple[Address, Address]:
    """The database as the runtime role and as the owner."""
    if _here.database_url is not None and _here.owner_url is not None:
        return read_address(_here.database_url), read_address(_here.owner_url)
    from mianshen.bureau.database.embedded import start
    from mianshen.bureau.database.roles import OWNER, RUNTIME

    cluster = start(_here.cluster, _here.keys)
    return cluster.address(RUNTIME), cluster.address(OWNER)


_runtime, _owner = _addresses()

DATABASES = {"default": _runtime.for_django(), "owner": _owner.for_django()}
DATABASE_ROUTERS = ["mianshen.bureau.database.router.OneDatabase"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = kept(_here.keys / "web.json", lambda: {"secret": secrets.token_urlsafe(50)})["secret"]
DEBUG = False
ALLOWED_HOSTS = _here.hosts

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "procrastinate.contrib.django",
    "mianshen.bureau.workbench",
    "mianshen.bureau.trail",
    "mianshen.bureau.proposals",
    "mianshen.bureau.ledger",
    "mianshen.bureau.registry",
    "mianshen.bureau.claims",
    "mianshen.bureau.national",
    "mianshen.bureau.offices",
    "mianshen.bureau.payout",
    "mianshen.bureau.reporting",
    "mianshen.bureau.assessment",
    "mianshen.bureau.notice",
    "mianshen.bureau.intake",
    "mianshen.bureau.casework",
    "mianshen.bureau.jobs",
    "mianshen.bureau.api",
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "mianshen.bureau.workbench.signing_in.backend.StaffBackend",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
# Whoever guesses waits: five wrong passwords for a number from one address, for a quarter hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "mianshen.bureau.workbench.signing_in.views.wait"
AXES_SENSITIVE_PARAMETERS = ["password"]
AXES_VERBOSE = False

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mianshen.bureau.workbench.middleware.AtTheDesk",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "mianshen.bureau.urls"
WSGI_APPLICATION = "mianshen.bureau.wsgi.application"
_WORKBENCH = Path(__file__).parent / "workbench"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_WORKBENCH],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "mianshen.bureau.workbench.frame.context.frame",
            ],
            "builtins": ["mianshen.bureau.workbench.templatetags.workbench"],
        },
    }
]

STATIC_URL = "/static/"
# Served from where packages keep them: nothing to collect, nothing fetched from elsewhere.
WHITENOISE_USE_FINDERS = True

# Counts of a whole district, for the processes of one server; nothing that names a person.
FIGURES = _here.figures
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "figures": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": FIGURES,
    }
    if FIGURES
    else {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# An hour without a click ends a session, and so does closing the browser.
SESSION_COOKIE_AGE = 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LOGIN_URL = "sign-in"
CSRF_FAILURE_VIEW = "mianshen.bureau.workbench.signing_in.views.gone_stale"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Behind HTTPS nothing is sent without it; on a machine's own address there is none to insist on.
SECURE_SSL_REDIRECT = _here.is_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _here.is_https else None
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _here.is_https else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _here.is_https
X_FRAME_OPTIONS = "DENY"
# A bureau's other hosts are not ours to bind to HTTPS.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
