"""What every deployment shares: a public site to read, and desks for people who log in."""

import datetime

from csp.constants import NONE, SELF

from toevlucht.settings import environment
from toevlucht.settings.accounts import *
from toevlucht.settings.logs import logs
from toevlucht.signals.safety import Check

DEBUG = False
TOEVLUCHT_DEMO = False
TOEVLUCHT_MOST_BYTES = 256 << 20  # that a request may carry
TOEVLUCHT_API_CALLS = 120  # a minute with one key
TOEVLUCHT_PRODUCTION = False
TOEVLUCHT_ADDRESS = ""  # in mails: that of the request
TOEVLUCHT_SECURITY_CONTACT = ""  # no security.txt
TOEVLUCHT_ACCESSIBILITY_CONTACT = ""
TOEVLUCHT_ACCESSIBILITY_EXAMINATION: datetime.date | None = None
TOEVLUCHT_AUDIT_OLD_KEYS: list[str] = []
TOEVLUCHT_AUDIT_HEADS = ""  # audit/heads.jsonl in the data folder
TOEVLUCHT_CONTENT_OLD_KEYS: list[str] = []
TOEVLUCHT_KEY_BACKUP_DAYS = 30  # how old a backup of the key store may be
TOEVLUCHT_CLAMD = ""  # no virus scanner
TOEVLUCHT_SAFETY_CHECKS: dict[str, Check] = {}  # who checked the sentences on safety, by their sum

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Before allauth, so that its pages look and speak like ours.
    "toevlucht.layout",
    "toevlucht.records",
    "toevlucht.records.keystore",
    "toevlucht.partners",
    "toevlucht.guidance",
    "toevlucht.reception",
    "toevlucht.news",
    "toevlucht.learning",
    "toevlucht.signals",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "toevlucht.picture",
    "toevlucht.site",
]

# The headers come first, so that errors and static files carry them too.
# Form tokens are masked anew each time, so that compressing gives nothing away.
MIDDLEWARE = [
    "toevlucht.layout.request_log.logged",
    "toevlucht.layout.headers.security_headers",
    "toevlucht.site.problems.api_answers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "toevlucht.layout.sizes.limited_bodies",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "toevlucht.records.requests.audited",
    "toevlucht.partners.refusals.Refusals",
]

ROOT_URLCONF = "toevlucht.site.urls"
WSGI_APPLICATION = "toevlucht.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["toevlucht.layout.templatetags.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "toevlucht.layout.context.surroundings",
                "toevlucht.partners.context.desk",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASE_ROUTERS = ["toevlucht.records.keystore.router.KeyStoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Five files of 10 MB with a report stay in memory: larger forms wait in files that are not sealed.
FILE_UPLOAD_MAX_MEMORY_SIZE = 52 << 20

DEFAULT_FROM_EMAIL = "toevlucht@localhost"
EMAIL_TIMEOUT = 10
TOEVLUCHT_NEWSLETTER_PER_MINUTE = 1200

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English"), ("uk", "Українська")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
# Served straight from the rooms: a handful of small files needs no collecting.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "script-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000  # sent over HTTPS only

LOGGING = logs("WARNING")

# In which scheme who assesses grades sources and information.
TOEVLUCHT_GRADING = environment.grading()
