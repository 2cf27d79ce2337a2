"""The server's settings with the tests' own pages, and somebody signed in."""

from pathlib import Path

from xueheng.web.settings import *  # noqa: F403 — Django's way

ROOT_URLCONF = "tests.browser.sample_site.urls"
MIDDLEWARE = [
    "tests.browser.sample_site.signed_in.SomebodySignedIn" if name.endswith("CurrentPost") else name
    for name in MIDDLEWARE  # noqa: F405 — from the settings above
]
TEMPLATES[0]["DIRS"] = [str(Path(__file__).parent / "templates")]  # noqa: F405 — as above
TEMPLATES[0]["OPTIONS"]["loaders"][0][1].append("django.template.loaders.filesystem.Loader")  # type: ignore[index]  # noqa: F405
