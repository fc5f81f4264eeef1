"""Django's settings: safe as they stand, changed by DENGJI_ variables only (see env.py)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured

from dengji.config import env

django_stubs_ext.monkeypatch()  # so that JSONField[…], ModelForm[…] and the like may be written

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(env.text("VAR", str(BASE_DIR / "var")))

# Which house this is: on a desk (default), in service (production), with a demo world or without.
PRODUCTION = env.flag("PRODUCTION")
DEBUG = env.flag("DEBUG")
DENGJI_DEMO = env.flag("DEMO")
DENGJI_DEMO_PASSWORD = env.text("DEMO_PASSWORD", "dengji-yanshi-2026")

DESK_KEY = "on-a-desk-only-" + "0" * 50  # refused in production
SECRET_KEY = env.text("SECRET_KEY", DESK_KEY)
if PRODUCTION and (SECRET_KEY == DESK_KEY or DEBUG or DENGJI_DEMO):
    raise ImproperlyConfigured(
        "In production DENGJI_SECRET_KEY must be set, and DENGJI_DEBUG and DENGJI_DEMO must not."
    )

# Personal data: the keys that seal it, 32 bytes each in base64, the newest first; the last stays for ever.
DENGJI_SEAL_KEYS = env.keys("SEAL_KEYS", instead=SECRET_KEY)
if PRODUCTION and not env.text("SEAL_KEYS"):
    raise ImproperlyConfigured(
        "In production DENGJI_SEAL_KEYS must be set: without its keys personal data cannot be read again."
    )

ALLOWED_HOSTS = env.listed("HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.listed("ORIGINS")
ROOT_URLCONF = "dengji.config.urls"
WSGI_APPLICATION = "dengji.config.wsgi.application"

INSTALLED_APPS = [
    "dengji.config",
    "dengji.people",
    "dengji.audit",
    "dengji.signing",
    "dengji.transparency",
    "dengji.exchange",
    "dengji.messages",
    "dengji.policy",
    "dengji.procedure",
    "dengji.occupations",
    "dengji.notices",
    "dengji.records",
    "dengji.institutions",
    "dengji.filings",
    "dengji.evaluations",
    "dengji.certificates",
    "dengji.supervision",
    "dengji.monitors",
    "dengji.demo",
    "dengji.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dengji.config.headers.content_policy",
    "dengji.audit.middleware.AddressMiddleware",
    "dengji.demo.middleware.DemoMiddleware",
    "dengji.web.public.machines.MachineMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dengji.web.middleware.DeskMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dengji.web.context.everywhere",
                "dengji.demo.context.foot",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "django_tables2/bootstrap5.html"

# The database: one file on a desk, PostgreSQL in service.
SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": env.text("SQLITE", str(VAR / "dengji.sqlite3")),
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",  # a writer waits at the start, and never fails half-way
        "timeout": 20,
        # What is read is mapped into memory, up to 1 GiB: a look-up in a large file costs what it does in a small one.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA mmap_size=1073741824;",
    },
}
DATABASE_URL = env.text("DATABASE_URL")
DATABASES = {"default": env.postgres(DATABASE_URL) if DATABASE_URL else SQLITE}
if suffix := env.text("DB_SUFFIX"):  # so that several test runs can share one server
    DATABASES["default"]["TEST"] = {"NAME": f"test_dengji_{suffix}" if DATABASE_URL else None}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People: who they are, and how long they stay signed in.
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "locked_out.html"
AXES_VERBOSE = False
SESSION_COOKIE_AGE = env.number("IDLE_MINUTES", 30) * 60  # since the last page: see web.middleware.renew

# Safety on the wire.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = PRODUCTION and env.flag("HTTPS_REDIRECT", default=True)
DENGJI_BEHIND_PROXY = env.flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if DENGJI_BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

# Language and time.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# Files: what people hand in, what pages are made of, what documents are set in.
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static" if PRODUCTION else None  # else served from where they lie
MEDIA_ROOT = Path(env.text("FILES", str(VAR / "files")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
DENGJI_UPLOAD_LIMIT = env.number("UPLOAD_MEGABYTES", 20) * 1024 * 1024
DENGJI_NOTICE_DAYS = env.number("NOTICE_DAYS", 30)  # how long a publicity that is over still names its body
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DENGJI_FONTS = Path(env.text("FONTS", str(BASE_DIR / "var/fonts")))
DENGJI_PACKS = Path(env.text("PACKS", str(BASE_DIR / "packs")))
DENGJI_ADDRESS = env.text("ADDRESS", "http://127.0.0.1:8000")

# The public's look-up of certificates: where tries are counted for all processes, and how many a minute a network has.
DENGJI_TALLY = env.text("TALLY") or env.in_memory("tally", of=VAR)
DENGJI_LOOKUPS_A_MINUTE = env.number("LOOKUPS_A_MINUTE", 60)

# The trail: how it is hashed (sha256 or sm3).
DENGJI_AUDIT_ALGORITHM = env.text("AUDIT_ALGORITHM", "sha256")

# Other registers: where each answers (nowhere: not connected; files: for the ministry's network, where people carry
# sheets whose columns a file describes), how long we wait, how long an answer is fresh.
DENGJI_EXCHANGE = {
    register: env.text(f"EXCHANGE_{register.upper()}") or None
    for register in ("ministry_network", "company_register", "credit_register")
}
DENGJI_EXCHANGE_COLUMNS = Path(env.text("EXCHANGE_COLUMNS", str(BASE_DIR / "data/network-columns.yaml")))
DENGJI_EXCHANGE_TIMEOUT = timedelta(seconds=env.number("EXCHANGE_TIMEOUT_SECONDS", 10))
DENGJI_EXCHANGE_FRESH = timedelta(days=env.number("EXCHANGE_FRESH_DAYS", 30))

# What people are told outside the site: a mail server (smtp://, smtp+tls:// or smtps://; none on a desk: files in
# var/mail, none in service: no e-mail), and the function that hands short messages to an operator (none: no such).
EMAIL_URL = env.text("EMAIL_URL")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_URL else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = str(VAR / "mail")
(
    EMAIL_HOST,
    EMAIL_PORT,
    EMAIL_HOST_USER,
    EMAIL_HOST_PASSWORD,
    EMAIL_USE_TLS,
    EMAIL_USE_SSL,
) = env.mail_server(EMAIL_URL or "smtp://localhost")
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT_SECONDS", 10)
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "dengji@localhost")
DENGJI_EMAIL = bool(EMAIL_URL) or not PRODUCTION
DENGJI_MESSAGES_KEPT = timedelta(days=env.number("MESSAGES_KEPT_DAYS", 730))
DENGJI_SMS = env.text("SMS_GATEWAY", "dengji.messages.fakes.write_line" if DENGJI_DEMO else "")
DENGJI_SMS_FOLDER = Path(env.text("SMS_FOLDER", str(VAR / "sms")))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
