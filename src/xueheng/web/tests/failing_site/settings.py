"""The server's settings, with pages that fail and somebody signed in."""

from xueheng.web.settings import *  # noqa: F403 — Django's way

ROOT_URLCONF = "xueheng.web.tests.failing_site.urls"
MIDDLEWARE = [
    "tests.browser.sample_site.signed_in.SomebodySignedIn" if name.endswith("CurrentPost") else name
    for name in MIDDLEWARE  # noqa: F405 — from the settings above
]
