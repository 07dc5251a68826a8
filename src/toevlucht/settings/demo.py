"""The demo: as on one machine, with made-up accounts whose passwords are printed."""

from toevlucht.settings.default import *

TOEVLUCHT_DEMO = True  # every page says so
TOEVLUCHT_SECOND_FACTOR_REQUIRED = False  # possible, and its page says that it is needed elsewhere
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # there is no TLS on http://localhost
