"""What stands around a page: the tree at left, whose page it is, the way here."""

from collections.abc import Sequence
from dataclasses import dataclass

from xueheng.wording import Text

NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the tree, with lines under it. `icon` names a picture of static/shell/icons.svg."""

    title: Text
    address: str = ""
    icon: str = ""
    under: tuple["Node", ...] = ()
    here: bool = False
    """The page that is open, or it stands under this line."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A post (or guardianship) to work under: `role` is the post without its unit, `choice` what the switch sends."""

    title: Text
    role: Text
    choice: str
    active: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of one page for one reader; empty for who is not signed in."""

    person: str = ""
    unit: Text = NOTHING
    period: Text = NOTHING
    standings: tuple[Standing, ...] = ()
    tree: tuple[Node, ...] = ()
    tabs: tuple[Node, ...] = ()
    """The four at the bottom of a phone's screen."""
    own: tuple[Node, ...] = ()
    """What a person does for herself: drafts, jobs, sessions, signing out."""
    search: str = ""
    """Where what is looked for is sent; empty: there is no search."""

    @property
    def standing(self) -> Standing | None:
        """The post under which this page is read."""
        return next((one for one in self.standings if one.active), None)


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to this page; the last one has no address."""

    title: Text | str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several pages about the same thing."""

    title: Text
    address: str
    here: bool = False
    count: str = ""


def opened(nodes: Sequence[Node], address: str) -> tuple[Node, ...]:
    """The tree with the line of `address` marked, and those above it: the longest address that begins it.

    The home page is above nothing: it is marked for itself alone.
    """
    known = (node.address for node in every(nodes) if node.address)
    fitting = [one for one in known if one == address or (one != "/" and address.startswith(one))]
    best = max(fitting, key=len, default="")
    return tuple(_marked(node, best) for node in nodes)


def every(nodes: Sequence[Node]) -> list[Node]:
    """All lines, those under others included."""
    return [found for node in nodes for found in (node, *every(node.under))]


def _marked(node: Node, address: str) -> Node:
    under = tuple(_marked(inner, address) for inner in node.under)
    here = bool(address) and (node.address == address or any(inner.here for inner in under))
    return Node(node.title, node.address, node.icon, under, here)
