"""The kernel's own posts and grants, as written in kernel_posts.yaml beside this file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from xueheng.wording import Text

FILE = Path(__file__).with_name("kernel_posts.yaml")
EVERY_POST = "*"


@dataclass(frozen=True, slots=True)
class KernelGrant:
    """One word of the grants: `head: {manages: [posts]}`; `what` is a kind, or for `appoints` a post."""

    post: str
    verb: str
    what: str
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class KernelPosts:
    """The file as read; whether its words mean anything is asked by the checks at start-up."""

    posts: Mapping[str, tuple[Text, tuple[str, ...]]]
    """Title and the kinds of unit it is held at."""
    administrators: tuple[str, ...]
    not_appointed: frozenset[str]
    verbs: Mapping[str, Text]
    kinds: Mapping[str, Text]
    suffixes: frozenset[str]
    grants: tuple[KernelGrant, ...]
    known_to_families: tuple[str, ...]
    """The kinds of unit whose staff a family knows by name."""


@lru_cache(maxsize=1)
def kernel_posts() -> KernelPosts:
    """The kernel's posts and grants, read once."""
    return read_kernel_posts(FILE.read_text("utf-8"))


def read_kernel_posts(text: str) -> KernelPosts:
    """The kernel's posts and grants from the text of the file, which comes with the programme."""
    read: dict[str, Any] = yaml.safe_load(text)
    posts = {name: (_said(body["title"]), tuple(body["at"])) for name, body in read["posts"].items()}
    return KernelPosts(
        posts=posts,
        administrators=tuple(read["administrators"]),
        not_appointed=frozenset(read["not_appointed"]),
        verbs={name: _said(said) for name, said in read["verbs"].items()},
        kinds={name: _said(said) for name, said in read["kinds"].items()},
        suffixes=frozenset(read["suffixes"]),
        grants=tuple(_grants(read["grants"])),
        known_to_families=tuple(read["known_to_families"]),
    )


def _said(written: Mapping[str, str]) -> Text:
    return Text(written["zh"], written["en"])


def _grants(written: Mapping[str, Mapping[str, list[str]]]) -> list[KernelGrant]:
    found: list[KernelGrant] = []
    for post, verbs in written.items():
        for verb, things in verbs.items():
            for thing in things:
                what, _, suffix = thing.partition(".")
                found.append(KernelGrant(post, verb, what, suffix))
    return found
