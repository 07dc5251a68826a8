"""How people log in: a local account with a password and a second factor."""

AUTH_USER_MODEL = "partners.Person"
AUTHENTICATION_BACKENDS = ["toevlucht.partners.backend.PeopleBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # unique in whatever case, by a constraint of its own

TOEVLUCHT_SECOND_FACTOR_REQUIRED = True

ACCOUNT_ADAPTER = "toevlucht.partners.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; login asks for both
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the link of the invitation went to that address
ACCOUNT_EMAIL_NOTIFICATIONS = False  # allauth's would tell a network address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_FORMS = {
    "login": "toevlucht.partners.account_forms.LogIn",
    "reauthenticate": "toevlucht.partners.account_forms.ConfirmByPassword",
    "change_password": "toevlucht.partners.account_forms.ChangePassword",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "10/m/ip,3/h/key",
}

MFA_ADAPTER = "toevlucht.partners.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the address was proven by the link that was mailed to it
MFA_TOTP_ISSUER = "Toevlucht"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_FORMS = {
    "authenticate": "toevlucht.partners.account_forms.Code",
    "reauthenticate": "toevlucht.partners.account_forms.ConfirmByCode",
    "activate_totp": "toevlucht.partners.account_forms.AddApp",
    "add_webauthn": "toevlucht.partners.account_forms.AddPasskey",
    "edit_webauthn": "toevlucht.partners.account_forms.NamePasskey",
}

_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]

SESSION_ENGINE = "toevlucht.partners.sessions"
SESSION_COOKIE_AGE = 8 * 3600  # a working day, from logging in
TOEVLUCHT_SESSION_IDLE = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Attempts to log in are counted here, by all processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Django keeps 300 and drops others when there are more: attempts would be forgotten.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
