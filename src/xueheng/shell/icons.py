"""An icon of the one file of icons, beside words that say the same."""

from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


@cache
def icon(name: str) -> SafeString:
    """The icon's element; it says nothing to who does not see it."""
    drawn = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    return format_html(drawn, static("shell/icons.svg"), name)
