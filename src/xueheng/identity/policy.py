"""Who may do what: one table from the packs' grants and the kernel's, made once in a process. What is not in it is
refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from xueheng.identity.kernel_posts import EVERY_POST, KernelPosts, kernel_posts
from xueheng.identity.packs_in_force import library
from xueheng.identity.viewer import PROGRAMME
from xueheng.language.public import Library
from xueheng.wording import Text

PACK_VERBS: Mapping[str, Text] = {
    "records": Text("记录", "record"),
    "verifies": Text("审核", "verify"),
    "sees": Text("查看", "see"),
    "objects": Text("提异议", "object to"),
    "decides": Text("决定", "decide"),
    "keeps": Text("维护", "keep"),
    "applies": Text("报名", "apply for"),
}
"""The verbs that packs grant with."""

PACK_KINDS: Mapping[str, Text] = {
    "evidence": Text("记录", "records"),
    "activities": Text("活动", "activities"),
    "registers": Text("名单台账", "registers"),
    "measures": Text("统计项", "measures"),
    "duties": Text("例行要求", "duties"),
    "standards": Text("评价标准", "standards"),
    "decisions": Text("决策表", "decisions"),
    "processes": Text("流程", "processes"),
    "populations": Text("统计范围", "populations"),
    "figures": Text("公布数据", "figures"),
}
"""Kinds of thing that packs grant: a right to a kind is a right to at least one thing of it."""

SCHOOL = "school"
"""The owner of a pack that is one school's own."""
WHOLE = ""
"""The suffix of a right that nothing narrows."""
EVERYWHERE, NOWHERE = "", "?"
"""Not codes of units: that of a right which no pack keeps to its own unit, and of a school's pack that names none."""


@dataclass(frozen=True, slots=True)
class DeclaredPost:
    """A post that somebody can hold: its title and the kinds of unit it is held at."""

    name: str
    title: Text
    at: tuple[str, ...]
    appointed: bool


@dataclass(frozen=True, slots=True)
class Right:
    """That a post may do a verb to a thing. `thing`: a kernel's kind, a post (appoints), or a pack's qualified name.

    `kind` is the kind of the thing, the same as `thing` for the kernel's kinds. `suffix` and `field` narrow the
    right; `unit` is the code of the unit within which alone it holds (EVERYWHERE, or NOWHERE).
    """

    post: str
    verb: str
    kind: str
    thing: str
    suffix: str = WHOLE
    field: str = ""
    unit: str = EVERYWHERE


class RightUnknown(LookupError):
    """A verb or a kind that nobody declares was asked for: a fault of the programme."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole table. `rights` is indexed by post and verb; `words` are all verbs and kinds that may be asked for."""

    posts: Mapping[str, DeclaredPost]
    rights: Mapping[tuple[str, str], tuple[Right, ...]]
    verbs: Mapping[str, Text]
    kinds: Mapping[str, Text]
    things: Mapping[str, Text]
    """Packs' things that can be asked for, by qualified name, with their titles where they have one."""
    administrators: tuple[str, ...]

    def rights_to(self, role: str, verb: str, kind: str) -> tuple[Right, ...]:
        """The role's rights to `kind`: a kernel's kind, a kind of packs' things, or one thing by its qualified name."""
        self.must_know(verb, kind)
        return tuple(right for right in self.rights.get((role, verb), ()) if kind in (right.thing, right.kind))

    def allows(self, role: str, verb: str, kind: str) -> bool:
        """Whether the role has the right at all, wherever."""
        if role == PROGRAMME:
            self.must_know(verb, kind)
            return True
        return bool(self.rights_to(role, verb, kind))

    def suffixes(self, role: str, verb: str, kind: str) -> frozenset[str]:
        """How the role's rights to the kind are narrowed; WHOLE among them means: not at all."""
        return frozenset(right.suffix for right in self.rights_to(role, verb, kind))

    def may_appoint(self, role: str, appointed: str) -> bool:
        """Whether the role appoints to that post."""
        return any(right.thing == appointed for right in self.rights.get((role, "appoints"), ()))

    def appointed_at(self, role: str, kind: str) -> tuple[DeclaredPost, ...]:
        """The posts at units of a kind to which the role appoints, in the order declared."""
        return tuple(post for post in self.posts.values() if kind in post.at and self.may_appoint(role, post.name))

    def holders(self, verb: str, kind: str) -> tuple[DeclaredPost, ...]:
        """The posts that have the right, in the order declared."""
        self.must_know(verb, kind)
        return tuple(post for post in self.posts.values() if self.rights_to(post.name, verb, kind))

    def appointers(self, appointed: str) -> tuple[DeclaredPost, ...]:
        """The posts that appoint to a post."""
        return tuple(post for post in self.posts.values() if self.may_appoint(post.name, appointed))

    def must_know(self, verb: str, kind: str) -> None:
        """Raises RightUnknown for a word that nobody declares."""
        if verb not in self.verbs:
            raise RightUnknown(f'no verb "{verb}": use one of {", ".join(sorted(self.verbs))}')
        if kind not in self.kinds and kind not in self.things:
            raise RightUnknown(f'no kind "{kind}": use one of {", ".join(sorted(self.kinds))}, or a thing of a pack')

    def title(self, role: str) -> Text:
        """What a post is called."""
        found = self.posts.get(role)
        return found.title if found else Text(role, role)


@lru_cache(maxsize=1)
def policy() -> Policy:
    """The policy in force."""
    return policy_of(library(), kernel_posts())


def policy_of(packs: Library, kernel: KernelPosts) -> Policy:
    """The policy that packs and the kernel make together."""
    posts = {**_packs_posts(packs, kernel), **_kernels_posts(kernel)}
    rights: dict[tuple[str, str], list[Right]] = {}
    for right in (*_packs_rights(packs), *_kernels_rights(kernel, posts)):
        rights.setdefault((right.post, right.verb), []).append(right)
    return Policy(
        posts=posts,
        rights={key: tuple(dict.fromkeys(found)) for key, found in rights.items()},
        verbs={**PACK_VERBS, **kernel.verbs},
        kinds={**PACK_KINDS, **kernel.kinds},
        things=_things(packs),
        administrators=kernel.administrators,
    )


def _things(packs: Library) -> dict[str, Text]:
    named = {grant.what: Text(grant.what, grant.what) for grant in packs.grants}
    evidence = {thing.name: thing.title for thing in packs.evidence.values()}
    registers = {thing.name: thing.title for thing in packs.registers.values()}
    standards = {thing.name: thing.title for thing in packs.standards.values()}
    return {**named, **evidence, **registers, **standards}


def _packs_posts(packs: Library, kernel: KernelPosts) -> dict[str, DeclaredPost]:
    return {
        name: DeclaredPost(name, post.title, (post.at.rpartition(".")[2],), name not in kernel.not_appointed)
        for name, post in packs.posts.items()
    }


def _kernels_posts(kernel: KernelPosts) -> dict[str, DeclaredPost]:
    return {name: DeclaredPost(name, title, at, appointed=True) for name, (title, at) in kernel.posts.items()}


def _packs_rights(packs: Library) -> Iterable[Right]:
    for grant in packs.grants:
        pack = packs.packs[grant.pack]
        unit = pack.unit_code or (NOWHERE if pack.owner == SCHOOL else EVERYWHERE)
        yield Right(grant.post, grant.verb, grant.kind, grant.what, grant.suffix, grant.field, unit)


def _kernels_rights(kernel: KernelPosts, posts: Mapping[str, DeclaredPost]) -> Iterable[Right]:
    for grant in kernel.grants:
        if grant.verb == "appoints":
            yield from _appointing(grant.post, grant.what, kernel, posts)
        else:
            yield Right(grant.post, grant.verb, grant.what, grant.what, grant.suffix)


def _appointing(post: str, what: str, kernel: KernelPosts, posts: Mapping[str, DeclaredPost]) -> Iterable[Right]:
    """To appoint `*` is to appoint to every post but the three administrators'."""
    everyone = [found.name for found in posts.values() if found.appointed and found.name not in kernel.administrators]
    for appointed in everyone if what == EVERY_POST else [what]:
        yield Right(post, "appoints", "posts", appointed)
