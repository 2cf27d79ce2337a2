"""What reading a folder of results back can refuse, by id, for `check --list-rules`."""

from collections.abc import Mapping

from xueheng.cli.run_rules import RunRule
from xueheng.wording import Text

FOLDER_RULES: Mapping[str, RunRule] = {
    "XH-F001": RunRule(
        Text("不是结果文件夹", "not a folder of results"),
        Text(
            "给出 ./xueheng evaluate … --out 文件夹 写出的文件夹。",
            "Give a folder that ./xueheng evaluate … --out FOLDER has written.",
        ),
    ),
    "XH-F002": RunRule(
        Text(
            "结果文件夹里的文件在写出之后被改动过，或不见了",
            "a file of a folder of results was changed after it was written, or is gone",
        ),
        Text("重新算一次；结果只由评价写出，不要手改。", "Compute it again; results are written by evaluations alone."),
    ),
    "XH-F003": RunRule(
        Text("结果文件夹是另一个版本写的", "a folder of results was written by another version"),
        Text("用现在的版本重新算一次。", "Compute it again with this version."),
    ),
    "XH-F004": RunRule(
        Text("两个结果文件夹不是同一个标准", "two folders of results are not of one standard"),
        Text("给出同一个标准的两次结果。", "Give two results of one standard."),
    ),
    "XH-F005": RunRule(
        Text("所给的记录不是算出这份结果的记录", "the records given are not those that the results were computed from"),
        Text("给出当时用的文件，名册也要相同。", "Give the files used then, the list of subjects included."),
    ),
    "XH-F006": RunRule(
        Text("业务包与算出这份结果时的不同", "the pack is not the one that the results were computed with"),
        Text(
            "用 --before-pack、--after-pack 指出当时的业务包。",
            "Name the pack of that time with --before-pack or --after-pack.",
        ),
    ),
}
"""Every id that a folder of results is refused with."""
