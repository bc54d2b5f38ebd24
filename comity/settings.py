"""Every setting of Comity, and the only place where an environment variable is read (docs/settings.md)."""

import sqlite3
from datetime import timedelta
from os import environ
from pathlib import Path

import dj_database_url

from comity.journal.durability import postgresql_options, sqlite_options
from comity.watch.content import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from comity.website.configured import WAGTAIL, WAGTAIL_APPS

PACKAGE = Path(__file__).resolve().parent
DATA = Path(environ.get("COMITY_DATA", "var")).resolve()

# Who may reach it

DEBUG = environ.get("COMITY_DEBUG") == "1"
# A demo shows the letters it would have sent and the sign-ins of its sample accounts.
DEMO = environ.get("COMITY_DEMO") == "1"
SECRET_KEY = environ.get("COMITY_SECRET_KEY", "")
# Signs checkpoints of the journal; made in the data folder where it is not given.
JOURNAL_KEY = environ.get("COMITY_JOURNAL_KEY", "")
ADDRESS = environ.get("COMITY_ADDRESS", "http://localhost:8000")
ALLOWED_HOSTS = environ.get("COMITY_HOSTS", "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = environ.get("COMITY_ORIGINS", "").split()
HTTPS = ADDRESS.startswith("https://")
# Where a weakness is reported: mailto: or https: addresses.
SECURITY_CONTACT = environ.get("COMITY_SECURITY_CONTACT", "").split()

# What it is made of

INSTALLED_APPS = [
    "comity.ui",
    "comity.translation",
    "comity.accounts",
    "comity.journal",
    "comity.safekeeping",
    "comity.registry",
    "comity.partners",
    "comity.engines",
    "comity.meetings",
    "comity.commitments",
    "comity.agreements",
    "comity.events",
    "comity.opinion",
    "comity.personal",
    "comity.desk",
    "comity.translating",
    "comity.website",
    "comity.search",
    "comity.newsletter",
    "comity.example",
    "comity.watch",
    *WAGTAIL_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "csp",
]

# The first six see every answer, also those given by the ones below them: files, redirects, refusals.
MIDDLEWARE = [
    "comity.watch.requests.watched",
    "comity.accounts.middleware.keep_out_of_caches",
    "comity.watch.headers.closed_to_other_sites",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "comity.watch.limits.within_limits",
    "comity.ui.middleware.take_out_what_nobody_sees",
    "comity.journal.back.WayBack",
    "comity.journal.once.OnceOnly",
    "comity.accounts.middleware.readers_zone",
    "comity.accounts.middleware.note_who_is_here",
    "comity.journal.middleware.tell_what_only_a_form_does",
]

ROOT_URLCONF = "comity.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "comity.ui.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "comity.ui.context.of_every_page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "comity.translation.templatetags.said",
                "comity.ui.templatetags.parts",
            ],
        },
    }
]

# Where it keeps things

POOLED = environ.get("COMITY_POOLED") == "1"
DATABASE_URL = environ.get("DATABASE_URL", f"sqlite:///{DATA / 'comity.sqlite3'}")
OPENED = dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
DATABASES = {"default": OPENED | {"DISABLE_SERVER_SIDE_CURSORS": POOLED}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = sqlite_options(sqlite3.sqlite_version_info)
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
else:
    DATABASES["default"]["OPTIONS"] = postgresql_options(DATABASES["default"].get("OPTIONS", {}), is_pooled=POOLED)

MEDIA_ROOT = DATA / "files"
MEDIA_URL = "/pictures/"  # of the public site; no other file is served by its name
# Object storage for files of evidence instead of that folder: s3://bucket or s3://bucket/prefix.
FILES = environ.get("COMITY_FILES", "")
FILES_OVER_HTTP = environ.get("AWS_ALLOW_HTTP") == "true"
FILE_UPLOAD_PERMISSIONS = 0o600
# The largest file of evidence, in bytes; the form around it is read up to two megabytes.
EVIDENCE_MAX_BYTES = 10 * 1024 * 1024
# A virus scanner, /path/of/its/socket or host:port; with one, no file is taken that it did not look at.
CLAMD = environ.get("COMITY_CLAMD", "")
# Roots that are trusted, the authority of time, and the key that seals records: comity/papers, docs/operations.md.
TRUST, TSA = environ.get("COMITY_TRUST", ""), environ.get("COMITY_TSA", "")
SEAL, SEAL_PASSPHRASE = environ.get("COMITY_SEAL", ""), environ.get("COMITY_SEAL_PASSPHRASE", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": f"comity.files.{'objects.ObjectFiles' if FILES else 'lasting.LastingFiles'}"},
    "staticfiles": {"BACKEND": "comity.ui.storage.HashedStaticFiles"},
}

# Signing in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
RULE = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "comity.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{RULE}UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["name", "email"]}},
    {"NAME": f"{RULE}CommonPasswordValidator"},
    {"NAME": "comity.accounts.passwords.NotBreached"},
    {"NAME": f"{RULE}NumericPasswordValidator"},
]
# A file of SHA-1 hashes of passwords that were found in breaches, in their order; nobody outside is ever asked.
BREACHED_PASSWORDS = environ.get("COMITY_BREACHED_PASSWORDS", "")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"
CSRF_FAILURE_VIEW = "comity.journal.views.too_old"
ACCOUNT_ADAPTER = "comity.journal.signing_in.InvitedOnly"
ACCOUNT_FORMS = {
    "login": "comity.accounts.forms.SignInForm",
    "reset_password": "comity.accounts.forms.AskForNewPasswordForm",
    "reset_password_from_key": "comity.accounts.forms.NewPasswordForm",
    "user_token": "comity.accounts.forms.LetterKeyForm",
    "change_password": "comity.accounts.forms.OtherPasswordForm",
    "reauthenticate": "comity.accounts.forms.ProofForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by opening the invitation sent to it
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # the holder hears of every change to password and second factor
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = None
SESSION_ENGINE = "comity.accounts.sessions"
# After so long without a request, one signs in again; in any case after two weeks (accounts.models.SignIn).
SIGNED_IN_IDLE = timedelta(hours=float(environ.get("COMITY_IDLE_HOURS", "12")))
ALLAUTH_TRUSTED_PROXY_COUNT = int(environ.get("COMITY_PROXIES", "0"))
COUNTRY_HEADER = environ.get("COMITY_COUNTRY_HEADER", "")  # believed of a trusted proxy only
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # proved by the invitation, see ACCOUNT_EMAIL_VERIFICATION
SECOND_FACTOR = environ.get("COMITY_SECOND_FACTOR", "office" if HTTPS and not DEMO else "nobody")
MFA_ADAPTER = "comity.accounts.sayings.SecondFactorWords"
MFA_TOTP_ISSUER = "Comity"
MFA_FORMS = {
    "authenticate": "comity.accounts.forms.CodeForm",
    "reauthenticate": "comity.accounts.forms.CodeAgainForm",
    "add_webauthn": "comity.accounts.forms.KeyForm",
    "activate_totp": "comity.accounts.forms.AppForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Counts attempts across all workers; a flood from many addresses must not push out what was counted.
COUNTS = {"BACKEND": "comity.safekeeping.counts.Counts", "LOCATION": "rate_limits", "OPTIONS": {"MAX_ENTRIES": 20_000}}
CACHES = {"default": COUNTS}

# Headers

SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS  # those of the host name that Comity has for itself
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (f"{'__Host-' if HTTPS else ''}{one}" for one in ("sessionid", "csrftoken"))
X_FRAME_OPTIONS = "DENY"

# Languages and time, and the public site

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("ar", "العربية")]
LOCALE_PATHS = [PACKAGE / "locale"]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_BASE_URL = ADDRESS
globals().update(WAGTAIL)
# Engines of translation, and by which of them each pair of languages goes (comity/engines/configured.py).
ENGINES = environ.get("COMITY_ENGINES", "")
ENGINE_ROUTES = environ.get("COMITY_ENGINE_ROUTES", "")
ON_DEMAND_BUDGET = int(environ.get("COMITY_ON_DEMAND_BUDGET", "200000"))  # characters a day, for readers who ask
TIME_ZONE = environ.get("COMITY_ZONE", "UTC")

# Letters

EMAIL_BACKEND = "comity.journal.mailing.IntoTheOutbox"  # of libraries, too; the worker hands them to the carrier
MAIL_CARRIER = environ.get("COMITY_MAIL", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_FILE_PATH = DATA / "letters"
EMAIL_HOST, EMAIL_TIMEOUT = environ.get("COMITY_SMTP_HOST", "localhost"), 20  # seconds
EMAIL_PORT = int(environ.get("COMITY_SMTP_PORT", "465"))
EMAIL_HOST_USER = environ.get("COMITY_SMTP_USER", "")
EMAIL_HOST_PASSWORD = environ.get("COMITY_SMTP_PASSWORD", "")
EMAIL_USE_SSL = environ.get("COMITY_SMTP_SSL", "1") == "1"
DEFAULT_FROM_EMAIL = environ.get("COMITY_SENDER", "comity@localhost")
# The mailbox that invites and gets the answers, where it is read, and whose word counts on who sent them.
MAILBOX = environ.get("COMITY_MAILBOX", "") or DEFAULT_FROM_EMAIL
MAILBOX_SOURCE = environ.get("COMITY_MAILBOX_SOURCE", "")
MAILBOX_VOUCHER = environ.get("COMITY_MAILBOX_VOUCHER", "").lower()

# What is watched

METRICS_TOKEN = environ.get("COMITY_METRICS_TOKEN", "")
METRICS_FOLDER = environ.get("PROMETHEUS_MULTIPROC_DIR", "")
LOG = environ.get("COMITY_LOG", "plain")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "comity.watch.logs.JsonLines"}, "plain": {"()": "comity.watch.logs.PlainLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "comity.watch": {"level": "INFO" if LOG == "json" else "ERROR"},
        "django": {"handlers": [], "level": "WARNING"},  # its own handlers would write lines of another form
        "django.request": {"level": "ERROR"},  # what was refused stands in the line of its request
    },
}
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # the server in front redirects to https
    "security.W021",  # whether a whole domain joins the browsers' list is for its owner to say
]
