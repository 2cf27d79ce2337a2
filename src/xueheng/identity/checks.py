"""Faults in who may do what, found when the server starts: words of the grants, addresses, tables without a rule."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register
from django.urls import get_resolver

from xueheng.errors import XuehengError
from xueheng.identity.declared_routes import Route, Who, routes
from xueheng.identity.kernel_posts import EVERY_POST, KernelPosts, kernel_posts
from xueheng.identity.model_organisations import KINDS
from xueheng.identity.packs_in_force import library
from xueheng.identity.policy import PACK_KINDS, PACK_VERBS, SCHOOL, Policy, policy
from xueheng.identity.scopes import ScopedQuerySet
from xueheng.identity.visible import has_rule
from xueheng.language.public import Library, did_you_mean

BUSINESS = frozenset({"consents", "enrolments", "guardians", "identity_numbers", "people", "private_fields"})
"""Kinds of the kernel that no administrator may have a right to; nor any thing of a pack."""


@register("permission")
def check_grants(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Every word of kernel_posts.yaml means something; the three administrators are kept apart from the business."""
    try:
        packs = library()
    except XuehengError as fault:
        return [Error(fault.text.say(), hint=fault.remedy.say() if fault.remedy else None, id="XH-G001")]
    return list(grant_faults(kernel_posts(), packs))


def grant_faults(kernel: KernelPosts, packs: Library) -> Iterator[CheckMessage]:
    """The faults of these grants over these packs."""
    posts = (*packs.posts, *kernel.posts)
    for grant in kernel.grants:
        written = f"kernel_posts.yaml: {grant.post}: {grant.verb}: {grant.what}"
        yield from _word(written, "post", grant.post, posts, "XH-G002")
        yield from _word(written, "verb", grant.verb, tuple(kernel.verbs), "XH-G003")
        if grant.verb == "appoints":
            yield from _word(written, "post", grant.what, (*posts, EVERY_POST), "XH-G002")
        else:
            yield from _word(written, "kind", grant.what, tuple(kernel.kinds), "XH-G004")
        if grant.suffix:
            yield from _word(written, "suffix", grant.suffix, tuple(kernel.suffixes), "XH-G005")
        if grant.post in kernel.administrators and grant.what in BUSINESS:
            yield Error(
                f"{written}: an administrator has a right to the business", id="XH-G006",
                hint="The three administrators see no record and no person; give this to a post of the business.",
            )  # fmt: skip
    yield from _posts_faults(kernel, packs)
    yield from _own_packs_faults(packs)


def _posts_faults(kernel: KernelPosts, packs: Library) -> Iterator[CheckMessage]:
    for name, (_, at) in kernel.posts.items():
        for kind in at:
            yield from _word(f"kernel_posts.yaml: posts: {name}: at", "kind of unit", kind, KINDS, "XH-G007")
    for pack_grant in packs.grants:
        if pack_grant.post in kernel.administrators:
            yield Error(
                f"{pack_grant.place}: a pack grants something to {pack_grant.post}", id="XH-G006",
                hint="The three administrators see no record and no person; grant it to a post of the business.",
            )  # fmt: skip
        if pack_grant.verb not in PACK_VERBS or pack_grant.kind not in PACK_KINDS:
            yield Error(
                f"{pack_grant.place}: {pack_grant.verb} {pack_grant.kind} has no meaning for the policy", id="XH-G003",
                hint="Add the word to PACK_VERBS or PACK_KINDS in identity/policy.py, with what it permits.",
            )  # fmt: skip


def _own_packs_faults(packs: Library) -> Iterator[CheckMessage]:
    """A school's own pack says whose it is, and grants what it defines itself."""
    for pack in packs.packs.values():
        grants = [grant for grant in packs.grants if grant.pack == pack.name] if pack.owner == SCHOOL else []
        if grants and not pack.unit_code:
            yield Error(
                f"{pack.name}/pack.yaml: a school's own pack grants rights and does not say which school's it is",
                id="XH-G012", hint="Write the school's code in pack.yaml: unit_code: '3150000001'.",
            )  # fmt: skip
        for grant in grants:
            if grant.what.partition(".")[0] != pack.name:
                yield Error(
                    f"{grant.place}: a school's own pack grants {grant.what}, which it does not define", id="XH-G013",
                    hint="What another pack defines is granted by that pack; leave this line out.",
                )  # fmt: skip


def _word(written: str, what: str, word: str, known: Sequence[str], rule: str) -> Iterator[CheckMessage]:
    if word not in known:
        hint = did_you_mean(word, known).en.strip() or f"Use one of: {', '.join(known)}."
        yield Error(f'{written}: no {what} "{word}" is declared', hint=hint, id=rule)


@register("addresses")
def check_addresses(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Every address of the server says who may come, and how the permission matrix tries it."""
    try:
        found, rights = routes(get_resolver()), policy()
    except XuehengError:
        return []  # told by check_grants
    return [fault for route in found for fault in address_faults(route, rights)]


def address_faults(route: Route, rights: Policy) -> Iterator[CheckMessage]:
    """What is wrong with one address."""
    if route.declared is None:
        yield Error(
            f'the address "{route.pattern}" ({route.name}) does not say who may come', id="XH-G008",
            hint="Declare it with xueheng.identity.public.route(…, who=…), or take it in with taken_in(…).",
        )  # fmt: skip
        return
    for who in (route.declared.who, route.declared.sends):
        yield from _who_faults(route, who, rights)
    lacking = [name for name in route.arguments if name not in route.declared.examples]
    if lacking and not route.declared.taken_in:
        yield Error(
            f'the address "{route.pattern}" has no examples for: {", ".join(lacking)}', id="XH-G010",
            hint='Say what each argument stands for: examples={"person": "pupil"}.',
        )  # fmt: skip


def _who_faults(route: Route, who: Who | None, rights: Policy) -> Iterator[CheckMessage]:
    if who is None or who in ("public", "signed_in"):
        return
    try:
        rights.must_know(*who)
    except (LookupError, TypeError) as fault:
        yield Error(
            f'the address "{route.pattern}" is open to {who!r}: {fault}', id="XH-G009",
            hint='Use "public", "signed_in" or a verb and a kind of the policy: ("sees", "enrolments").',
        )  # fmt: skip


@register("permission")
def check_tables(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Every table that is read under a scope has a rule of which rows a viewer may see."""
    return [
        Error(
            f"nobody says which rows of {model.__name__} a viewer may see", obj=model, id="XH-G011",
            hint="Declare it where the room's models are: declare_rule(Model, rule).",
        )
        for model in apps.get_models()
        if isinstance(model._default_manager.all(), ScopedQuerySet) and not has_rule(model)  # noqa: SLF001 — Django's own name
    ]  # fmt: skip


CHECKS = (check_grants, check_addresses, check_tables)
