"""Posts that packs declare, and what they grant to them."""

from dataclasses import dataclass

from xueheng.language.positions import Place
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class PostKind:
    """A post (岗位) as declared once over all packs. `name` is the shared word, `at` the qualified entity it is held
    at.
    """

    name: str
    title: Text
    at: str
    place: Place


@dataclass(frozen=True, slots=True)
class Grant:
    """What a pack lets a post do with one thing.

    `kind` names the file that defines the thing ('evidence', 'standards', …); `what` is its qualified name. `suffix`
    narrows the grant to 'own', 'facts', 'public', 'groups' or 'overlay', `field` to one field; both are '' for the
    whole thing. What is granted on a record type is granted again, under its own name, on each type that is `like`
    it.
    """

    pack: str
    post: str
    verb: str
    kind: str
    what: str
    suffix: str = ""
    field: str = ""
    place: Place | None = None
