"""Checkpoints as files: small, and meant to be kept where whoever could change the journal cannot reach."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from xueheng.trust.canonical import canonical_json
from xueheng.trust.checkpoint_text import not_a_checkpoint
from xueheng.trust.derived_keys import data_folder
from xueheng.trust.refusals import CheckpointRefused
from xueheng.trust.whole_files import write_new
from xueheng.wording import Text

FORMAT = "xueheng-checkpoint-file-1"
LARGEST = 256 * 1024 * 1024
"""Bytes of a file that is read: a million streams take less."""
_RIGHTS = 0o644
_MICROSECONDS = 1_000_000


class CheckpointFile(NamedTuple):
    """What a checkpoint's file holds."""

    text: str
    signature: bytes


def checkpoint_folder() -> Path:
    """Where this installation writes its checkpoints."""
    return data_folder() / "checkpoints"


def file_name(number: int, at: int) -> str:
    """A name that sorts by time, also within one second: checkpoint-20261122T094316.000250Z-<number>.json."""
    seconds, fraction = divmod(at, _MICROSECONDS)
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"checkpoint-{moment:%Y%m%dT%H%M%S}.{fraction:06d}Z-{number}.json"


def write_checkpoint_file(held: CheckpointFile, path: Path) -> None:
    """Write a checkpoint; a file that stands already is left as it is. Raises CheckpointRefused."""
    content = canonical_json({"format": FORMAT, "signature": held.signature.hex(), "text": held.text}) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = write_new(path, content.encode("utf-8"), _RIGHTS)
    except OSError as fault:
        raise _cannot_write(path, fault.strerror or str(fault)) from fault
    if not made:
        raise CheckpointRefused(
            Text(f"{path} 已经有了，没有覆盖", f"{path} stands already and was not overwritten"),
            Text("检查点要各留一份：请换一个名称。", "Each checkpoint is worth keeping: give another name."),
        )


def read_checkpoint_file(path: Path) -> CheckpointFile:
    """What a file holds; nothing of it has been checked yet. Raises CheckpointRefused."""
    try:
        if path.stat().st_size > LARGEST:
            raise not_a_checkpoint()
        told: Any = json.loads(path.read_text("utf-8"))
    except OSError as fault:
        detail = fault.strerror or str(fault)
        raise CheckpointRefused(
            Text(f"读不了 {path}：{detail}", f"{path} cannot be read: {detail}"),
            Text("请检查文件名和权限。", "Check the name and its rights."),
        ) from fault
    except (ValueError, RecursionError) as fault:
        raise not_a_checkpoint() from fault
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise not_a_checkpoint()
    text, signature = told.get("text"), told.get("signature")
    if not isinstance(text, str) or not isinstance(signature, str):
        raise not_a_checkpoint()
    try:
        return CheckpointFile(text, bytes.fromhex(signature))
    except ValueError as fault:
        raise not_a_checkpoint() from fault


def newest_file() -> Path | None:
    """The latest checkpoint's file in the data folder, by its name."""
    return max(checkpoint_folder().glob("checkpoint-*.json"), default=None)


def _cannot_write(path: Path, detail: str) -> CheckpointRefused:
    return CheckpointRefused(
        Text(f"检查点写不到 {path}：{detail}", f"The checkpoint cannot be written to {path}: {detail}"),
        Text(
            "请检查磁盘空间和文件夹权限，再运行一次 ./xueheng journal checkpoint。",
            "Check the disk and the folder's rights, then run ./xueheng journal checkpoint again.",
        ),
    )
