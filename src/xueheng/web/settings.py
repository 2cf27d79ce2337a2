"""Django's settings. What an office may set is read in `places`; docs/settings.md lists it."""

from datetime import timedelta

from xueheng.trust.public import django_secret
from xueheng.web.logs.configured import logging_to
from xueheng.web.places import databases, identity_provider, places

PLACES = places()
SECRET_KEY = django_secret(PLACES.secrets)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *PLACES.hosts]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in PLACES.hosts]
DATABASES = databases(PLACES)
DATABASE_ROUTERS = ["xueheng.trust.key_database.KeyDatabase"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "xueheng.web",  # before allauth: its pages are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "xueheng.trust",
    "xueheng.identity",
    "xueheng.shell",
    "xueheng.evidence",
    "xueheng.evaluation",
    "xueheng.publication",
]
MIDDLEWARE = [
    "xueheng.web.logs.request_lines.RequestLines",
    "django.middleware.security.SecurityMiddleware",
    "xueheng.shell.protective_headers.ProtectiveHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "xueheng.shell.compressed_pages.CompressedPages",
    "xueheng.shell.fault_middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "xueheng.shell.fault_middleware.FaultsIntoWords",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xueheng.web.sign_in.lasting.Lasting",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "xueheng.identity.middleware.current_post.CurrentPost",
    "xueheng.web.sign_in.lasting.First",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "xueheng.web.sign_in.adapters.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login_failed": None}
"""Failed sign-ins are counted by axes, in the database, so that they survive a restart."""
ACCOUNT_FORMS = {
    "login": "xueheng.web.sign_in.forms.SignIn",
    "change_password": "xueheng.web.sign_in.forms.OwnPassword",
    "reauthenticate": "xueheng.web.sign_in.forms.PasswordAgain",
}
MFA_ADAPTER = "xueheng.web.sign_in.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "xueheng.web.sign_in.one_time_codes.SecondFactor",
    "reauthenticate": "xueheng.web.sign_in.one_time_codes.SecondFactorAgain",
    "activate_totp": "xueheng.web.sign_in.one_time_codes.FirstCode",
}
SOCIALACCOUNT_ADAPTER = "xueheng.web.sign_in.adapters.Providers"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = identity_provider(PLACES)
OIDC_LOGIN_CLAIM = PLACES.provider_claim
OIDC_TITLE = PLACES.provider.get("title", "")
SIGN_IN_FORMS_MAY_LEAD_TO = PLACES.provider_origins
USERSESSIONS_TRACK_ACTIVITY = False
AXES_HANDLER = "xueheng.web.sign_in.failed_attempts.FailedAttempts"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "xueheng.web.sign_in.locked.locked"
AXES_USERNAME_CALLABLE = "xueheng.web.sign_in.locked.login_tried"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["password", "login"]
LOGIN_URL = "/sign-in/"
AUTH_USER_MODEL = "identity.Account"
ROOT_URLCONF = "xueheng.web.urls"
WSGI_APPLICATION = "xueheng.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "xueheng.shell.templatetags.say",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "xueheng.web.frame.frame",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = PLACES.folder / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "xueheng.shell.static_storage.GatheredFiles"},
}
"""No upload goes through `default`: files of people are sealed before they reach a disk."""
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PLACES.https
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "xueheng.shell.views.again.form_too_old"
SECURE_HSTS_SECONDS = 31_536_000 if PLACES.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PLACES.https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024

LOGGING = logging_to(PLACES.log, PLACES.folder)
