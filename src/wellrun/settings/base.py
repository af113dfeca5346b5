"""Settings of the running program. Nothing here is secret; keys live in the program's own folder."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from wellrun.platform.database.address import app_address, owner_address
from wellrun.platform.files.keys import key_file

PACKAGE = Path(__file__).resolve().parent.parent
DEMO = os.environ.get("WELLRUN_DEMO") == "1"
DEBUG = False
SECRET_KEY = key_file("django-secret").hex()
ALLOWED_HOSTS = os.environ.get("WELLRUN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("WELLRUN_ORIGINS", "").split(",") if origin]

ROOMS = [
    "wellrun.practice.organization",
    "wellrun.practice.timebook",
    "wellrun.practice.ledger",
    "wellrun.practice.worklist",
    "wellrun.practice.documents",
    "wellrun.practice.conversations",
    "wellrun.practice.exchange",
    "wellrun.practice.patients",
    "wellrun.practice.outreach",
    "wellrun.practice.coverage",
    "wellrun.practice.facilities",
    "wellrun.practice.workforce",
    "wellrun.practice.scheduling",
    "wellrun.practice.procedures",
    "wellrun.practice.billing",
    "wellrun.practice.intake",
    "wellrun.practice.claims",
    "wellrun.practice.frontdesk",
    "wellrun.practice.workspaces",
    "wellrun.practice.interop",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    # Before the sign-in library, so that its pages take our templates.
    "wellrun.platform.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "wellrun.platform.database",
    "wellrun.platform.audit",
    "wellrun.platform.access",
    "wellrun.platform.jobs",
    *ROOMS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wellrun.platform.access.middleware.DoorMiddleware",
    "wellrun.practice.patients.screens.pointers.FollowMergedCharts",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "wellrun.settings.urls"
WSGI_APPLICATION = "wellrun.settings.wsgi.application"
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
                "csp.context_processors.nonce",
                "wellrun.platform.ui.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "wellrun.platform.ui.forms.KitRenderer"

DATABASES = {"default": app_address().django(), "owner": owner_address().django()}
DATABASE_ROUTERS = ["wellrun.platform.database.routing.AppRoleRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organization.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_FORMS = {"login": "wellrun.practice.organization.sign_in.PlainLoginForm"}
ACCOUNT_ADAPTER = "wellrun.practice.organization.sign_in.SignInAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "wellrun.practice.organization.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Wellrun"
MFA_PASSKEY_LOGIN_ENABLED = False
REQUIRE_SECOND_FACTOR = not DEMO

# Lockout counts a user name together with the address it is tried from: an attacker elsewhere locks out
# the attacker, and the person whose name it is can still sign in.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip"}
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

SESSION_IDLE_SECONDS = 15 * 60
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
# The default serves this machine only, over plain HTTP; anything else is served over TLS.
_TLS = os.environ.get("WELLRUN_TLS") == "1"
# Behind the proxy that speaks TLS every request comes from the proxy's address; the one who asks stands last in
# what the proxy says it forwards. Without this, one flood of wrong passwords would lock out the whole office.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _TLS else 0
AXES_CLIENT_IP_CALLABLE = "wellrun.practice.organization.sign_in.client_address"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
SESSION_COOKIE_NAME = "__Host-wellrun" if _TLS else "wellrun"
SECURE_HSTS_SECONDS = 31_536_000 if _TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _TLS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("WELLRUN_STATIC") or None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# Notices name patients, so they wait in the session on the server and never in a cookie on the workstation.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LANGUAGE_CODE = "en-us"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
