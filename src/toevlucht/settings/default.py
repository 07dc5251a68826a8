"""One machine: SQLite in the data folder unless a PostgreSQL database is named."""

from toevlucht.settings import environment
from toevlucht.settings.accessibility import accessibility_contact, accessibility_examination
from toevlucht.settings.base import *
from toevlucht.settings.demands import security_contact
from toevlucht.settings.safety import safety_checks

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
