"""What every page has: its head, a link past the navigation, landmarks, and a closing word."""

import base64
import hashlib
from dataclasses import dataclass

from xueheng.cli.documents.pages.appearance import STYLE
from xueheng.cli.documents.pages.markup import Html, Voice
from xueheng.wording import Text

PRODUCT = Text("学衡", "Xueheng")
SKIP = Text("跳到正文", "Skip to the content")
CLOSING = Text(
    "本页不排名，也不与别人比较。数字由所列记录按标准计算，可以逐项核对。",
    "This page ranks nobody and compares with nobody. Its numbers come from the records named, by the standard, "
    "and can be checked one by one.",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a page that are the same on many: `before` up to the title, and so on."""

    voice: Voice
    script: str = ""

    def page(self, title: str, main: Html, navigation: Html = "") -> Html:
        """A whole page; `title` is plain text, escaped."""
        say = self.voice.say
        return (
            f'<!DOCTYPE html><html lang="{self.voice.page_language}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width,initial-scale=1">{self._policy()}'
            f'<meta name="robots" content="noindex"><title>{title}</title><style>{STYLE}</style></head><body>'
            f'<a class="skip" href="#main">{say(SKIP)}</a>'
            f'<header><div class="wide"><p><strong>{say(PRODUCT)}</strong></p>{navigation}</div></header>'
            f'<main id="main" class="wide" tabindex="-1">{main}</main>'
            f'<footer><div class="wide">{say(CLOSING)}</div></footer>{self._script()}</body></html>'
        )

    def _policy(self) -> Html:
        """Nothing is fetched, and no script runs but the page's own."""
        allowed = ""
        if self.script:
            digest = base64.b64encode(hashlib.sha256(self.script.encode()).digest()).decode()
            allowed = f"; script-src 'sha256-{digest}'"
        policy = f"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'{allowed}"
        return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'

    def _script(self) -> Html:
        return f"<script>{self.script}</script>" if self.script else ""
