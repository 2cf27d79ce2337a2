"""What a guardian consents to for a pupil under 14, and in which words: the words she saw are kept by their version."""

from collections.abc import Mapping
from dataclasses import dataclass

from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class ConsentWords:
    """A kind of consent as it is put to a guardian now."""

    version: str
    title: Text
    words: Text


CONSENTS: Mapping[str, ConsentWords] = {
    "growth_records": ConsentWords(
        "2026-1",
        Text("成长记录", "Records of growth"),
        Text(
            "同意学校把孩子的在校表现、作品和活动记入成长记录，用于综合素质评价。您可以随时查看、提出异议或撤回同意。",
            "The school may record the child's conduct, work and activities, and use them to evaluate growth. "
            "You may look at them, object and take this back at any time.",
        ),
    ),
    "sensitive_data": ConsentWords(
        "2026-1",
        Text("敏感个人信息", "Sensitive personal data"),
        Text(
            "同意学校为学籍和安全需要保存孩子的证件号码和出生日期。每次查阅都留有记录，您可以看到谁看过。",
            "The school may keep the child's identity number and day of birth for the register and for safety. "
            "Each reading is noted, and you can see who has looked.",
        ),
    ),
}
"""Kind → how it is put. Words that change get another version; consents keep the version they were given in."""
