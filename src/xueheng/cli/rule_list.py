"""`check --list-rules`: everything that reading packs, running standards and reading workbooks can report."""

import json
import sys
from collections.abc import Iterator

from xueheng.cli.folder_rules import FOLDER_RULES
from xueheng.cli.grant_rules import GRANT_RULES
from xueheng.cli.run_rules import RUN_RULES
from xueheng.cli.speech import Speech
from xueheng.language.public import RULES
from xueheng.wording import Text
from xueheng.workbooks.public import REASONS

_SEVERITIES = {"error": Text("错误", "error"), "warning": Text("提醒", "warning")}
_FILE = "file."
"""Before the name of a reason for which a file is refused."""


def _reasons() -> Iterator[tuple[str, str, Text, Text]]:
    for code, (text, remedy) in REASONS.items():
        yield f"{_FILE}{code}", "error", text, remedy or Text("")


def listed_rules() -> list[tuple[Text, list[tuple[str, str, Text, Text]]]]:
    """Sections of (id, severity, message, what to do)."""
    return [
        (
            Text("检查业务包", "Checking packs"),
            [(rule.id, rule.severity, rule.message, rule.why) for _, rule in sorted(RULES.items())],
        ),
        (
            Text("运行标准", "Running standards"),
            [(id_, "error", rule.message, rule.why) for id_, rule in sorted({**RUN_RULES, **FOLDER_RULES}.items())],
        ),
        (Text("读工作簿和 CSV", "Reading workbooks and CSV"), list(_reasons())),
        (
            Text("服务启动：谁可以做什么", "Starting the server: who may do what"),
            [(id_, "error", rule.message, rule.why) for id_, rule in sorted(GRANT_RULES.items())],
        ),
    ]


def _rule_data(id_: str, severity: str, message: Text, why: Text) -> dict[str, object]:
    return {
        "id": id_,
        "severity": severity,
        "message": {"zh": message.zh, "en": message.en},
        "why": {"zh": why.zh, "en": why.en},
    }


def say_rules(speech: Speech, *, as_data: bool) -> None:
    """Print all rules, or write them as JSON."""
    sections = listed_rules()
    if as_data:
        data = [_rule_data(*rule) for _, listed in sections for rule in listed]
        json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return
    for title, rules in sections:
        speech.line(f"== {speech.label(title)} ==")
        for id_, severity, message, why in rules:
            speech.line(f"{id_} {speech.label(_SEVERITIES[severity])}")
            for text in (message, why):
                for line in speech.sentence(text).splitlines():
                    speech.line(f"    {line}")
        speech.line()
