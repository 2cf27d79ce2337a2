"""The tree at the left of a page: each line a place, with the lines under it. It stands on every page, twice (beside
the page, and in the menu of a phone), so it is drawn here and not by a template within a template.
"""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from xueheng.shell.frame_parts import Node
from xueheng.shell.icons import icon
from xueheng.shell.page_language import said

NOTHING = mark_safe("")


def drawn_tree(nodes: Sequence[Node]) -> SafeString:
    """The lines as a list; the line that is open says so to who does not see it."""
    return format_html("<ul>{}\n</ul>\n", format_html_join("", "\n<li>{}</li>", ((_line(node),) for node in nodes)))


def _line(node: Node) -> SafeString:
    drawn, title = icon(node.icon) if node.icon else NOTHING, said(node.title)
    if node.under:
        shape = "<details{}><summary>{}<span>{}</span></summary>{}</details>"
        return format_html(shape, " open" if node.here else "", drawn, title, drawn_tree(node.under))
    here = mark_safe(' aria-current="page"') if node.here else NOTHING
    return format_html('<a href="{}"{}>{}<span>{}</span></a>', node.address, here, drawn, title)
