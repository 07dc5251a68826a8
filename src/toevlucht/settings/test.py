"""The test suite: a database of its own, and no data folder but the one a test makes."""

import tempfile
from pathlib import Path

from toevlucht.settings import environment
from toevlucht.settings.base import *

TOEVLUCHT_DATA = Path(tempfile.gettempdir()) / "toevlucht-tests-name-their-own-data-folder"
DATABASES = {
    "default": environment.database(TOEVLUCHT_DATA),
    "keys": environment.key_store(TOEVLUCHT_DATA),
}
# Its tables as the models say: to run every room's migrations on it too takes as long again.
DATABASES["keys"]["TEST"] = {"MIGRATE": False}
ALLOWED_HOSTS = ["testserver", *environment.LOOPBACK_HOSTS]
SECRET_KEY = "for-tests-only"  # noqa: S105
TOEVLUCHT_AUDIT_KEY = "for-tests-only"
TOEVLUCHT_CONTENT_KEY = "for-tests-only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The tests of logging in ask for it; all others would have to set one up first.
TOEVLUCHT_SECOND_FACTOR_REQUIRED = False
