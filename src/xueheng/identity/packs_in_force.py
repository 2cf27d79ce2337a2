"""The packs that this server works by, read once in a process."""

from functools import lru_cache

from xueheng.errors import XuehengError
from xueheng.language.public import Library, load, shipped_packs
from xueheng.wording import Text


class PacksBroken(XuehengError):
    """The packs in force have faults, so nobody's rights are known."""


@lru_cache(maxsize=1)
def library() -> Library:
    """Everything that the packs in force define. Raises PacksBroken."""
    first, *others = shipped_packs()
    loaded = load(first, also=others)
    if loaded.library is None:
        said = "\n".join(issue.say("both") for issue in loaded.issues if issue.severity == "error")
        raise PacksBroken(
            Text(f"业务包有错误，不能启用：\n{said}", f"the packs have faults and cannot be used:\n{said}"),
            Text("请改正后用 xueheng check 检查。", "Mend them and try them with `xueheng check`."),
        )
    return loaded.library
