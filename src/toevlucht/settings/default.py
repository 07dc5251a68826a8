"""One machine: SQLite in the data folder unless a PostgreSQL database is named."""

from toevlucht.settings import environment
from toevlucht.settings.base import *

TOEVLUCHT_DATA = environment.data_folder()
DATABASES = {"default": environment.database(TOEVLUCHT_DATA)}
ALLOWED_HOSTS = environment.hosts()
SECRET_KEY = environment.key("secret", TOEVLUCHT_DATA)
TOEVLUCHT_AUDIT_KEY = environment.key("audit", TOEVLUCHT_DATA)
