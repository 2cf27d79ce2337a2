"""Django's settings. What an office may set is read in `places`; docs/settings.md lists it."""

from pathlib import Path

from xueheng.trust.public import django_secret
from xueheng.web.places import databases, places

PLACES = places()
SECRET_KEY = django_secret(PLACES.secrets)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = databases(PLACES)
DATABASE_ROUTERS = ["xueheng.trust.key_database.KeyDatabase"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton",
    "xueheng.trust",
    "xueheng.identity",
    "xueheng.shell",
    "xueheng.evidence",
    "xueheng.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
AUTH_USER_MODEL = "identity.Account"
ROOT_URLCONF = "xueheng.web.urls"
WSGI_APPLICATION = "xueheng.web.wsgi.application"
ROOMS = Path(__file__).resolve().parents[1]
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
