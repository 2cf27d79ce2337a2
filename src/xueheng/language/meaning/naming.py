"""Finding what a name means, and saying which name is nearest when it means nothing."""

from collections.abc import Iterable

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.shelf import Definition
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Scalar
from xueheng.wording import Text

SAID = {
    "entities": Text("主体", "entity"),
    "populations": Text("统计范围", "population"),
    "evidence": Text("记录类型", "evidence type"),
    "tables": Text("表", "table"),
    "measures": Text("统计项", "measure"),
    "scales": Text("赋分规则", "scale"),
    "standards": Text("标准", "standard"),
    "posts": Text("岗位", "post"),
    "decisions": Text("决策表", "decision"),
}
"""How a kind of thing is called in messages."""


def unlisted_pack(checking: Checking, written: str, pack: str) -> str | None:
    """The pack that `written` names without `uses` listing it."""
    first, dot, _ = written.partition(".")
    if dot and first in checking.shelf.known_packs and first not in (pack, *checking.shelf.packs[pack].used):
        return first
    return None


def thing(checking: Checking, kind: str, written: Scalar, pack: str) -> Definition | None:
    """The thing of `kind` that a scalar names; reports where there is none."""
    found = checking.shelf.find(kind, written.text, pack)
    if found is None:
        report_unknown(checking, kind, written, pack)
    return found


def report_unknown(checking: Checking, kind: str, written: Scalar, pack: str) -> None:
    """Reports a name that means nothing: the pack is not in `uses`, or nothing is called so."""
    other = unlisted_pack(checking, written.text, pack)
    if other:
        checking.report("XH-N001", written.place, pack=other)
        return
    rule = {"measures": "XH-M012", "posts": "XH-P001"}.get(kind, "XH-N011")
    hint = suggestion(written.text, checking.shelf.names(kind, pack))
    checking.report(rule, written.place, name=written.text, kind=SAID[kind], hint=hint)


def suggestion(written: str, candidates: Iterable[str]) -> Text:
    """`Did you mean …?` with the nearest name; the same name in a used pack is nearest of all."""
    names = list(candidates)
    tail = [name for name in names if name.rpartition(".")[2] == written]
    if tail:
        return Text(f"是不是“{tail[0]}”？", f' Did you mean "{tail[0]}"?')
    return did_you_mean(written, names)


def entity_named(checking: Checking, written: Scalar, pack: str) -> str | None:
    """The qualified entity that a scalar names."""
    found = thing(checking, "entities", written, pack)
    return found.qualified if found else None


def short(qualified: str) -> str:
    """The name without its pack, as authors say it."""
    return qualified.rpartition(".")[2]
