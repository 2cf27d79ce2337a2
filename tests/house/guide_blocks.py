"""The examples of a page of docs/: its fenced blocks, and the files and command lines among them."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from tests.house.tree import ROOT

_FENCE = re.compile(r"(?ms)^```(\w+)([^\n]*)\n(.*?)^```$")
_NAMED = re.compile(r"# ((?:reading|reading_north|garden)/\S+\.yaml)\n")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language (yaml, csv, sh, text), the words behind it, and its text."""

    kind: str
    words: str
    text: str


def part(page: str, heading: str) -> str:
    """The part of a page under a heading of the second level."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    found = re.search(rf"(?ms)^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text)
    assert found, f"{page} has no part {heading}"
    return found.group(1)


def blocks(text: str) -> list[Block]:
    return [Block(kind, words, inside) for kind, words, inside in _FENCE.findall(text)]


def steps(text: str) -> list[str]:
    """A text cut behind each of its blocks."""
    return re.split(r"(?m)(?<=^```\n)(?=\n)", text)


def named_files(text: str) -> dict[str, str]:
    """Path → text: YAML whose first line is its path, CSV behind `file=`."""
    found: dict[str, str] = {}
    for block in blocks(text):
        named = _NAMED.match(block.text)
        if block.kind == "yaml" and named:
            found[named.group(1)] = block.text
        if block.kind == "csv" and " file=" in block.words:
            found[block.words.partition("file=")[2]] = block.text
    return found


def wanted_results(text: str) -> dict[str, str]:
    """Path → the result file as the page shows it."""
    return {b.words.partition("result=")[2]: b.text for b in blocks(text) if " result=" in b.words}


def command_lines(text: str) -> list[list[str]]:
    """The words behind `./xueheng` of every command in a shell block."""
    lines = [line for block in blocks(text) if block.kind == "sh" for line in block.text.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("./xueheng")]


def printed_lines(text: str, words: str = "") -> list[str]:
    """Lines that the page says are printed; `words`: behind the fence."""
    return [line for b in blocks(text) if b.kind == "text" and b.words.strip() == words for line in b.text.splitlines()]


def write_files(files: dict[str, str], into: Path) -> None:
    for path, text in files.items():
        (into / path).parent.mkdir(parents=True, exist_ok=True)
        (into / path).write_text(text, "utf-8")
