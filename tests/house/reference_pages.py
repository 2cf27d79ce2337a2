"""Pages of docs/ that are written from the programme's own tables, so that they cannot fall behind.

    PYTHONPATH=src:. python -m tests.house.reference_pages

writes them anew; `test_documents.py` fails while they differ.
"""

from collections.abc import Callable, Iterator

from tests.house.tree import ROOT
from xueheng.cli.rule_list import listed_rules
from xueheng.language.public import FILE_KINDS
from xueheng.language.shape.kinds import FORMS
from xueheng.language.shape.shapes import EitherShape, FormShape, ListShape, MapShape, RowShape, Shape

RULES_HEAD = """# 消息的编号 · The ids of messages

检查业务包的每条消息是 `文件:行:列 编号 说明`。编号不变，可以拿来搜索。花括号里的是当时的事实。
`./xueheng check --list-rules` 打印同样的内容。
Each message on a pack is `file:line:column id message`. An id stays, so that it can be searched for. What stands in
braces is filled with the facts. `./xueheng check --list-rules` prints the same.
"""
RULES_TABLE = "| 编号 id | 轻重 | 消息 Message | 怎么办 What to do |\n|---|---|---|---|\n"
KEYS_HEAD = """# 业务包的键 · The keys of a pack

每种文件里能写的键。打星号的必须写。`./xueheng schema --all 文件夹` 写出 JSON Schema，供编辑器补全和划线。
What may be written in each kind of file. Keys with a star must be written. `./xueheng schema --all DIR` writes JSON
Schemas, so that editors complete and underline.
"""
SEVERITIES = {"error": "错误 error", "warning": "提醒 warning"}


def cell(text: str) -> str:
    """A text as one cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())


def rules_page() -> str:
    """Every id with its message and what to do."""
    lines = [RULES_HEAD]
    for title, rules in listed_rules():
        lines.append(f"\n## {title.zh} {title.en}\n\n{RULES_TABLE}")
        for id_, severity, message, why in rules:
            lines.append(
                f"| `{id_}` | {SEVERITIES[severity]} | {cell(message.zh)}<br>{cell(message.en)}"
                f" | {cell(why.zh)}<br>{cell(why.en)} |\n"
            )
    return "".join(lines)


def forms_in(shape: Shape) -> Iterator[str]:
    """Forms that stand directly in a shape."""
    match shape:
        case FormShape(form, use):
            yield from filter(None, (form, use))
        case ListShape(item):
            yield from forms_in(item)
        case RowShape(items=items):
            for item in items:
                yield from forms_in(item)
        case MapShape(value=value):
            yield from forms_in(value)
        case EitherShape(scalar, sequence, mapping):
            for inner in (scalar, sequence, mapping):
                yield from forms_in(inner) if inner else ()


def keys_page() -> str:
    """Every form of the language with its keys, in the order in which the files' kinds reach them."""
    lines, told = [KEYS_HEAD], set[str]()
    for kind in FILE_KINDS.values():
        lines.append(f"\n## {kind.said.zh} `{kind.name}`\n")
        if not kind.used:
            lines.append("\n读入并检查形状，以后的步骤才使用。Read and checked for shape; used by later steps.\n")
        waiting = list(forms_in(kind.shape))
        while waiting:
            name = waiting.pop(0)
            if name in told:
                continue
            told.add(name)
            form = FORMS[name]
            lines.append(f"\n### {form.said.zh} {form.said.en}\n\n| 键 key | 含义 | meaning |\n|---|---|---|\n")
            for key in form.keys:
                star = "＊" if key.required else ""
                lines.append(f"| `{key.name}`{star} | {cell(key.note.zh)} | {cell(key.note.en)} |\n")
                waiting.extend(forms_in(key.shape))
            if form.others:
                waiting.extend(forms_in(form.others[1]))
    return "".join(lines)


PAGES: dict[str, Callable[[], str]] = {"docs/rules.md": rules_page, "docs/keys.md": keys_page}


if __name__ == "__main__":
    for place, page in PAGES.items():
        (ROOT / place).write_text(page(), "utf-8")
