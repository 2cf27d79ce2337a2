"""Debian's Chromium and a Chinese font for the tests in a browser."""

import os
import shutil
import subprocess

from xueheng.wording import Text

PACKAGES = ("chromium", "fonts-noto-cjk")


def browser() -> Text | None:
    """Sees that Chromium is there, installing it where that is allowed; says what is left out where it is not."""
    if shutil.which("chromium"):
        return None
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return Text("浏览器测试：没有 chromium", "tests in a browser: there is no chromium")
    surroundings = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", *words], capture_output=True, env=surroundings, timeout=900, check=False)
    if shutil.which("chromium"):
        return None
    return Text("浏览器测试：chromium 装不上", "tests in a browser: chromium could not be installed")
