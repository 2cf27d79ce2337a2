"""A framework as the first text of a pack: its standard with every item as a node, what it measures left to be said."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from xueheng.language.competency_frameworks.framework import Framework, Item
from xueheng.language.definitions import Source
from xueheng.wording import Text

NAME = re.compile(r"[a-z][a-z0-9_]*")
LONGEST = 40
STATUSES = (
    "verified", "verified-partly", "verified-secondary", "verified-provincial", "verified-draft", "recalled",
    "doubtful", "missing", "decided",
)  # fmt: skip
OF, PERIOD, COMBINE, MISSING = "pupil", "school_year", "profile", "leave_out"


def skeleton(framework: Framework, name: str) -> dict[str, str]:
    """File → text of a pack of that name."""
    return {"pack.yaml": _pack(framework, name), "standards.yaml": _standard(framework)}


def _pack(framework: Framework, name: str) -> str:
    version = framework.version if re.fullmatch(r"\d+\.\d+\.\d+", framework.version) else "1.0.0"
    return (
        "xueheng: 1\n"
        f"name: {name}\n"
        f"title: {_title(framework.title)}\n"
        f"version: {version}\n"
        "owner: district   # 谁的决定 whose decision: nation, province, district, school\n"
        "uses: {common: 1}\n"
        f"{_source('source', Source(doc=framework.creator, status='decided'), framework.uri)}"
    )


def _standard(framework: Framework) -> str:
    facts = framework.facts
    code = slug(framework.code.rpartition(".")[2]) or "framework"
    lines = [
        "# 由 CASE 1.0 文件做成。每个观测点还要写它的统计项和赋分规则：measure 和 scale（见 docs/pack-authors.md）。",
        "# Made from a CASE 1.0 file. Each leaf still takes its `measure` and `scale` (docs/pack-authors.md).",
        f"{code}:",
        f"  title: {_title(framework.title)}",
    ]
    if framework.note.zh or framework.note.en:
        lines.append(f"  note: {_title(framework.note)}")
    of = facts.get("of", OF).rpartition(".")[2]
    lines += [
        f"  of: {of if NAME.fullmatch(of) else OF}",
        f"  period: {_word(facts, 'period', PERIOD)}",
        f"  combine: {_word(facts, 'combine', COMBINE)}",
        f"  missing: {_word(facts, 'missing', MISSING)}",
    ]
    said = _source("source", framework.source).rstrip("\n")
    lines += [f"  {said}"] if said else []
    lines.append("  parts:")
    lines += _nodes(framework.items, "    ", set(), "item")
    return "\n".join(lines) + "\n"


def _word(facts: Mapping[str, str], key: str, default: str) -> str:
    value = facts.get(key, default)
    return value if NAME.fullmatch(value) else default


def _nodes(items: Sequence[Item], indent: str, taken: set[str], above: str) -> Iterator[str]:
    for at, item in enumerate(items, start=1):
        code = _code(item, taken, f"{above}_{at}")
        yield f"{indent}{code}:"
        yield f"{indent}  title: {_title(item.title)}"
        if item.note.zh or item.note.en:
            yield f"{indent}  note: {_title(item.note)}"
        if item.weight and re.fullmatch(r"\d+(\.\d+|/\d+)?", item.weight):
            yield f"{indent}  weight: {item.weight}"
        source = item.source
        if source is None and item.code and item.code != code:
            source = Source(no=item.code)
        if source is not None:
            yield f"{indent}  " + _source("source", source).rstrip("\n")
        if item.parts:
            yield f"{indent}  parts:"
            yield from _nodes(item.parts, f"{indent}    ", taken, code)


def _code(item: Item, taken: set[str], otherwise: str) -> str:
    """The item's code as a name of the language, each once in a standard."""
    found = slug(item.code) or slug(otherwise) or "item"
    at, code = 2, found
    while code in taken:
        code, at = f"{found[: LONGEST - 5]}_{at}", at + 1
    taken.add(code)
    return code


def slug(written: str) -> str:
    """A code as a name of the language; '' where nothing of it can be one.

    >>> slug("CCSS.Math.3-OA.1"), slug("3.1"), slug("第一项")
    ('ccss_math_3_oa_1', 'n3_1', '')
    """
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST]
    return f"n{name}"[:LONGEST] if name[:1].isdigit() else name


def _title(title: Text) -> str:
    return f"{{zh: {_flow(title.zh)}, en: {_flow(title.en)}}}" if title.en else f"{{zh: {_flow(title.zh)}}}"


def _source(key: str, source: Source, uri: str = "") -> str:
    url = source.url or (uri if uri.startswith("http") else "")
    said = {"doc": source.doc, "no": source.no, "url": url}
    parts = [f"{name}: {_flow(value)}" for name, value in said.items() if value]
    if source.status in STATUSES:
        parts.append(f"status: {source.status}")
    if source.note is not None:
        parts.append(f"note: {_title(source.note)}")
    return f"{key}: {{{', '.join(parts)}}}\n" if parts else ""


def _flow(text: str) -> str:
    """A text inside braces: always quoted, on one line, so that nothing in it is read as YAML."""
    plain = "".join(sign if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn") else " " for sign in text)
    return "'" + " ".join(plain.split()).replace("'", "''") + "'"
