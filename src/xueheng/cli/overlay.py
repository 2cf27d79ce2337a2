"""`overlay`: begin a layer over a standard, see how it stands, adopt a newer base."""

import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from xueheng.cli.adopted_base import FILE as ADOPTED
from xueheng.cli.adopted_base import adopted_base, adopted_text, changed_since
from xueheng.cli.documents.decision_words import change_words, decision_words
from xueheng.cli.drafts import Drafts
from xueheng.cli.overlay_skeleton import overlay_text
from xueheng.cli.refusals import CommandRefused, cannot_write, unknown
from xueheng.cli.speech import Speech
from xueheng.cli.standard_choice import OVERLAY, choose_standard, layer_folder
from xueheng.language.public import (
    Issue,
    Library,
    NamedBase,
    Overlay,
    Standard,
    StandardNode,
    adopting,
    layer_pack_text,
    load,
    named_base,
)
from xueheng.wording import Text

VALID, NOT_VALID = 0, 1
ANOTHER_BASE = ("XH-O001", "XH-O015")
"""The base is another than the layer names, or none is named by digest: nothing in the layer itself is wrong."""
_NAME = re.compile("[a-z][a-z0-9_]{0,39}")


def new_command(standard: str, folder: Path, whose: str, pack: Path | None, speech: Speech) -> int:
    """Writes a layer that changes nothing yet, with everything that is open in remarks."""
    choice = choose_standard(standard, pack)
    base = choice.library.standards[choice.standard]
    entity, subject = _organisation(choice.library, base, whose)
    name = folder.resolve().name
    _must_be_free(folder, name)
    _must_lie_beside(folder, choice.folder)
    title = Text(f"{base.title.zh}校本层", f"Own layer over {base.title.en or base.title.zh}")
    named = Text(f"{title.zh}（{name}）", f"{title.en} ({name})")
    files = {
        "pack.yaml": layer_pack_text(name, named, choice.library, base, choice.library.entities[entity]),
        OVERLAY: overlay_text(base, choice.library.entities[entity], subject),
        ADOPTED: adopted_text(choice.library, base),
    }
    with Drafts() as drafts:
        draft = drafts.of(folder)
        try:
            draft.mkdir()
            for file, text in files.items():
                (draft / file).write_text(text, "utf-8")
        except OSError as fault:
            raise cannot_write(folder, fault) from fault
        drafts.keep()
    speech.say(
        Text(
            f"已写好 {folder / OVERLAY}：里面列出了“{base.title.zh}”开放的各处和范围。\n"
            f"改好后运行 ./xueheng check {folder}",
            f'{folder / OVERLAY} lists what "{base.title.en or base.title.zh}" leaves open, with its bounds.\n'
            f"When you have changed it: ./xueheng check {folder}",
        )
    )
    return VALID


def _organisation(library: Library, base: Standard, whose: str) -> tuple[str, str]:
    """`school=1001` as an entity that those evaluated belong to, and the organisation's number."""
    kind, equals, subject = whose.partition("=")
    above = {name.rpartition(".")[2]: name for name in library.entities[base.of].ancestors}
    if not equals or not subject.strip():
        raise CommandRefused(
            Text(f"看不懂 --for {whose}", f"--for {whose} cannot be read"),
            Text("写成 --for school=学校编号 这样。", "Write it like --for school=NUMBER."),
        )
    if kind not in above:
        raise unknown(Text("上级单位", "kind of organisation"), kind, above)
    return above[kind], subject.strip()


def _must_be_free(folder: Path, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise CommandRefused(
            Text(f"文件夹名“{name}”不能作包名", f'"{name}" cannot be the name of a pack'),
            Text("用小写字母、数字和下划线，字母开头。", "Use small letters, digits and underscores, a letter first."),
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandRefused(
            Text(f"{folder} 已经有内容了", f"{folder} is not empty"),
            Text("换一个新的文件夹；原有的不会被改动。", "Give a new folder; what is there stays as it is."),
        )


def _must_lie_beside(folder: Path, base: Path | None) -> None:
    """A base that does not come with the program is found beside the layer only."""
    if base is not None and base.resolve().parent != folder.resolve().parent:
        beside = base.parent / folder.name
        raise CommandRefused(
            Text(f"{folder} 不在基准 {base} 旁边，找不到基准", f"{folder} does not lie beside its base {base}"),
            Text(f"把校本层放在基准旁边，如 {beside}。", f"Put the layer beside the base, as {beside}."),
        )


def status_command(path: Path, speech: Speech) -> int:
    """How a layer stands: valid, to be re-adopted, or refused; the exit code is 1 unless it is valid."""
    folder = layer_folder(path)
    loaded = load(folder)
    errors = [issue for issue in loaded.issues if issue.severity == "error"]
    if loaded.library is not None:
        _say_valid(loaded.library, loaded.library.overlays[folder.resolve().name], speech)
        _say_lines([issue for issue in loaded.issues if issue.place.file.endswith(OVERLAY)], speech)
        return VALID
    if all(issue.rule in ANOTHER_BASE for issue in errors):
        speech.say(Text(f"{folder}：要重新采用", f"{folder}: to be re-adopted"))
        _say_lines(errors, speech)
        _say_changed(folder, speech)
        speech.say(
            Text(
                f"看过以后运行 ./xueheng overlay adopt {folder}",
                f"When you have read this: ./xueheng overlay adopt {folder}",
            )
        )
        return NOT_VALID
    speech.say(Text(f"{folder}：被拒绝，{len(errors)} 处", f"{folder}: refused, {len(errors)} errors"))
    _say_lines(errors, speech)
    if any(issue.rule in ANOTHER_BASE for issue in errors):
        _say_changed(folder, speech)
    return NOT_VALID


def _say_valid(library: Library, overlay: Overlay, speech: Speech) -> None:
    base = library.standards[overlay.base]
    speech.say(
        Text(
            f"{overlay.title.zh}：有效，盖在“{base.title.zh}”{base.version} 上，管 {overlay.subject}",
            f"{overlay.title.en or overlay.title.zh}: valid, over {base.title.en or base.title.zh} {base.version}, "
            f"for {overlay.subject}",
        )
    )
    speech.say(decision_words(overlay.decision))
    for node in _nodes(overlay.own.root):
        for change in node.changed:
            said = change_words(change, node.weight)
            speech.line(f"  {speech.label(node.title)} [{node.code}] {said.say(speech.language)}")


def _nodes(node: StandardNode) -> list[StandardNode]:
    return [node, *(inner for part in node.parts for inner in _nodes(part))]


def _say_lines(issues: Sequence[Issue], speech: Speech) -> None:
    for issue in issues:
        speech.line(issue.say(speech.language))


def _say_changed(folder: Path, speech: Speech) -> None:
    """What the base says otherwise since the layer was adopted, where the base of then was kept."""
    named, library = _named_and_base(folder)
    if named is None or library is None:
        return
    standard = library.standards[named.standard.text]
    written = named.digest.text.removeprefix("sha256:") if named.digest else ""
    adopted = adopted_base(folder, written)
    if adopted is None:
        speech.say(
            Text(
                f"没有留存采用时的基准（{ADOPTED}），说不出改了什么；请对照 {standard.place.file}。",
                f"The base of then was not kept ({ADOPTED}): what changed cannot be told; see {standard.place.file}.",
            )
        )
        return
    changes = changed_since(adopted, library, standard)
    speech.heading(
        Text(
            f"基准自 {adopted['version']} 以来的改动（{len(changes)} 处）：",
            f"Changed in the base since {adopted['version']} ({len(changes)}):",
        )
    )
    for change in changes:
        speech.line(f"  {change.say(speech.language)}")
    if not changes:
        speech.say(
            Text(
                "标准本身没有改；改的是它所读的记录类型、统计范围或校历。",
                "The standard itself is the same: records, populations or the calendar that it reads were changed.",
            )
        )


def _named_and_base(folder: Path) -> tuple[NamedBase | None, Library | None]:
    """What the layer names, and the library of its base as it is now."""
    named, _ = named_base(folder)
    if named is None:
        return None, None
    library = load(named.standard.text.partition(".")[0], search=[folder.resolve().parent]).library
    known = library is not None and named.standard.text in library.standards
    return named, library if known else None


def adopt_command(path: Path, speech: Speech) -> int:
    """Writes the version and digest of the base as it is now, once everything else holds."""
    folder = layer_folder(path)
    errors = [issue for issue in load(folder).issues if issue.severity == "error"]
    others = [issue for issue in errors if issue.rule not in ANOTHER_BASE]
    named, library = _named_and_base(folder)
    if others or named is None or library is None:
        speech.say(
            Text(
                f"{folder}：先改正这 {len(others)} 处，才能采用；文件没有动。",
                f"{folder}: mend these {len(others)} first; nothing was written.",
            )
        )
        _say_lines(others, speech)
        return NOT_VALID
    standard = library.standards[named.standard.text]
    text = adopting((folder / OVERLAY).read_text("utf-8"), named, standard.version, f"sha256:{standard.digest_meaning}")
    _must_hold(folder, text)
    with Drafts() as drafts:
        drafts.of(folder / OVERLAY).write_text(text, "utf-8")
        drafts.of(folder / ADOPTED).write_text(adopted_text(library, standard), "utf-8")
        drafts.keep()
    speech.say(
        Text(
            f"{folder}：已采用 {standard.name} {standard.version}，摘要 sha256:{standard.digest_meaning}",
            f"{folder}: adopted {standard.name} {standard.version}, digest sha256:{standard.digest_meaning}",
        )
    )
    return VALID


def _must_hold(folder: Path, text: str) -> None:
    """The layer as it would stand loads without an error: tried on a copy."""
    with tempfile.TemporaryDirectory() as aside:
        copy = Path(aside) / folder.resolve().name
        shutil.copytree(folder, copy)
        (copy / OVERLAY).write_text(text, "utf-8")
        errors = [one for one in load(copy, search=[folder.resolve().parent]).issues if one.severity == "error"]
    if errors:
        raise CommandRefused(
            Text(
                "采用后仍有错误，文件没有动：\n" + "\n".join(one.say("zh") for one in errors),
                "There would still be errors; nothing was written:\n" + "\n".join(one.say("en") for one in errors),
            )
        )
