"""`schema`: JSON Schemas of a pack's files, for editors that complete and underline."""

import json
import sys
from pathlib import Path

from xueheng.cli.drafts import Drafts
from xueheng.cli.refusals import cannot_write, unknown
from xueheng.cli.speech import Speech
from xueheng.language.public import FILE_KINDS, json_schema
from xueheng.wording import Text


def schema_command(kind: str | None, into: Path | None, speech: Speech) -> int:
    """Print the schema of one kind of file, write all of them into a folder, or name the kinds."""
    if into is not None:
        _write_all(into, speech)
    elif kind is None:
        speech.say(Text("业务包里的文件种类：", "Kinds of files of a pack:"))
        for name, file_kind in FILE_KINDS.items():
            speech.line(f"  {name:12} {speech.label(file_kind.said)}")
    elif kind not in FILE_KINDS:
        raise unknown(Text("文件种类", "kind of file"), kind, FILE_KINDS)
    else:
        sys.stdout.write(_text(kind))
    return 0


def _text(kind: str) -> str:
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"


def _write_all(into: Path, speech: Speech) -> None:
    with Drafts() as drafts:
        folder = drafts.of(into)
        try:
            folder.mkdir()
            for kind in FILE_KINDS:
                (folder / f"{kind}.schema.json").write_text(_text(kind), encoding="utf-8")
        except OSError as fault:
            raise cannot_write(into, fault) from fault
        drafts.keep()
    speech.say(Text(f"{len(FILE_KINDS)} 个文件已写入 {into}", f"{len(FILE_KINDS)} files were written into {into}"))
    first = next(iter(FILE_KINDS))
    speech.say(
        Text(
            f"在 VS Code（YAML 扩展）里把 **/{first}.yaml 对应到 {into}/{first}.schema.json，其余照此。",
            f"In VS Code (YAML extension) map **/{first}.yaml to {into}/{first}.schema.json, and so on.",
        )
    )
