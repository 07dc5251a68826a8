"""What every deployment shares: a public, read-only site without sessions, accounts or scripts."""

import secrets

from csp.constants import NONE, SELF

# Nothing is signed and nobody logs in yet, so a key that lives as long as the process is enough.
SECRET_KEY = secrets.token_urlsafe(50)

DEBUG = False

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "toevlucht.layout",
    "toevlucht.picture",
    "toevlucht.site",
]

# The headers come first, so that errors and static files carry them too. Pages hold no secret,
# so that compressing them gives nothing away.
MIDDLEWARE = [
    "toevlucht.layout.headers.security_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
]

ROOT_URLCONF = "toevlucht.site.urls"
WSGI_APPLICATION = "toevlucht.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["toevlucht.layout.templatetags.words"],
            "context_processors": ["toevlucht.layout.context.surroundings"],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
