"""In real use: PostgreSQL, TLS, mail, and secrets that only the environment knows."""

from toevlucht.settings import environment
from toevlucht.settings.accessibility import accessibility_contact, accessibility_examination
from toevlucht.settings.base import *
from toevlucht.settings.demands import hsts, meet_demands, proxies, security_contact
from toevlucht.settings.logs import logs
from toevlucht.settings.safety import safety_checks

meet_demands()

TOEVLUCHT_PRODUCTION = True
TOEVLUCHT_DATA = environment.data_folder()
DATABASES = {
    "default": environment.database(TOEVLUCHT_DATA),
    "keys": environment.key_store(TOEVLUCHT_DATA),
}
ALLOWED_HOSTS = environment.hosts()
SECRET_KEY = environment.key("secret", TOEVLUCHT_DATA)
TOEVLUCHT_AUDIT_KEY = environment.key("audit", TOEVLUCHT_DATA)
TOEVLUCHT_AUDIT_OLD_KEYS = environment.old_audit_keys()
TOEVLUCHT_AUDIT_HEADS = environment.audit_heads()
TOEVLUCHT_CONTENT_KEY = environment.key("content", TOEVLUCHT_DATA)
TOEVLUCHT_CONTENT_OLD_KEYS = environment.old_content_keys()
TOEVLUCHT_CLAMD = environment.clamd()
TOEVLUCHT_SAFETY_CHECKS = safety_checks()
TOEVLUCHT_KEY_BACKUP_DAYS = environment.key_backup_days()
TOEVLUCHT_ADDRESS = environment.address()
TOEVLUCHT_SECURITY_CONTACT = security_contact()
TOEVLUCHT_ACCESSIBILITY_CONTACT = accessibility_contact()
TOEVLUCHT_ACCESSIBILITY_EXAMINATION = accessibility_examination()
TOEVLUCHT_NEWSLETTER_PER_MINUTE = environment.newsletter_pace()
globals().update(environment.mail())

LOGGING = logs("INFO")

# A browser takes a cookie of this name only over TLS, for this host alone and its whole site.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True

# A proxy on this machine ends TLS, and says in these headers how and from where it was asked.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = proxies()
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health$"]  # asked for on the machine itself, past the proxy
SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = hsts()
