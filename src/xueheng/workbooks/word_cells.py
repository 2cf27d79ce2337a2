"""Words in cells: yes or no, codes, numbers of subjects, plain text."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches

from xueheng.wording import Text
from xueheng.workbooks.accepted_words import NO, YES, plain
from xueheng.workbooks.cell_faults import Fault, broken_cell, not_a
from xueheng.workbooks.raw_cells import as_written

_MOST_DIGITS = 15
_LONGEST_NUMBER = 100
MOST_SHOWN = 20
"""Choices named in one cell's remedy."""


def cell_text(cell: str) -> str:
    """The cell as text: trimmed, without the apostrophe that marks text in a spreadsheet."""
    if cell[0] == "s":
        return unicodedata.normalize("NFC", cell[1:]).strip().removeprefix("'").strip()
    return as_written(cell)


def read_yes_no(cell: str) -> bool | Fault:
    """Yes or no in the usual words and marks."""
    fault = broken_cell(cell)
    if fault:
        return fault
    if cell[0] == "b":
        return cell[1:] == "1"
    word = plain(cell_text(cell))
    if word in YES:
        return True
    if word in NO:
        return False
    return not_a("“是”或“否”", "yes or no", cell, Text("请填“是”或“否”。", "Write 是 (yes) or 否 (no)."))


def word_list(accepted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Word → code from code → words; a word of two codes stands for neither."""
    words: dict[str, str] = {}
    doubtful = set()
    for code, several in accepted.items():
        for word in map(plain, several):
            if words.setdefault(word, code) != code:
                doubtful.add(word)
    return {word: code for word, code in words.items() if word not in doubtful}


def code_reader(accepted: Mapping[str, Sequence[str]]) -> Callable[[str], str | Fault]:
    """Reads a cell as a code: by the code itself, or any word accepted for it."""
    words = word_list({code: (code, *others) for code, others in accepted.items()})
    words |= {plain(code): code for code in accepted}
    unpadded = word_list({code: (code.lstrip("0"),) for code in accepted if code.isdigit()})
    shown = [next((o for o in others if words.get(plain(o)) == code), code) for code, others in accepted.items()]

    def read(cell: str) -> str | Fault:
        fault = broken_cell(cell)
        if fault:
            return fault
        word = plain(cell_text(cell))
        found = words.get(word) or (unpadded.get(word) if cell[0] == "n" else None)
        return found if found is not None else _no_such_code(cell, word, words, shown)

    return read


def _no_such_code(cell: str, word: str, words: Mapping[str, str], shown: Sequence[str]) -> Fault:
    choices = "、".join(shown[:MOST_SHOWN]) + ("…" if len(shown) > MOST_SHOWN else "")
    near = get_close_matches(word, words, 1, 0.75)
    hint = Text(f"是不是“{near[0]}”？", f'Is "{near[0]}" meant? ') if near else Text("", "")
    return Fault(
        Text(f"“{as_written(cell)}”不是可选的值", f'"{as_written(cell)}" is not one of the choices'),
        Text(f"{hint.zh}可填：{choices}。", f"{hint.en}Choices: {choices}."),
    )


def read_subject(cell: str) -> str | Fault:
    """A subject's number, kept as text: full-width digits folded, spaces removed."""
    fault = broken_cell(cell)
    if fault:
        return fault
    if cell[0] == "n":
        digits = cell[1:]
        if "e" in digits or len(digits.lstrip("-")) > _MOST_DIGITS:
            return Fault(
                Text("编号存成了数字，只剩前 15 位", "the number was stored as a number cell and kept only 15 digits"),
                Text("请把这一列设为文本，重新填编号。", "Set the column to text and type the number again."),
            )
        return digits
    if cell[0] != "s":
        return not_a("编号", "a subject's number", cell)
    text = "".join(unicodedata.normalize("NFKC", cell[1:]).split()).removeprefix("'")
    if not text or len(text) > _LONGEST_NUMBER or not text.isprintable():
        return not_a("编号", "a subject's number", cell)
    return text


def text_reader(longest: int | None) -> Callable[[str], str | Fault]:
    """Reads a cell as text of at most so many characters."""

    def read(cell: str) -> str | Fault:
        fault = broken_cell(cell)
        if fault:
            return fault
        text = cell_text(cell)
        if longest is not None and len(text) > longest:
            return Fault(
                Text(
                    f"文字有 {len(text)} 字，最多 {longest} 字",
                    f"the text has {len(text)} characters, at most {longest}",
                ),
                Text("请缩短。", "Shorten it."),
            )
        return text

    return read
