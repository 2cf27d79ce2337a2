"""One line of the log: what is known to hold nobody's data, and nothing else.

What this programme says of itself is written as it is said. Of what other people's packages say only the place is:
their messages hold addresses, names and what was sent. Of a fault: its kind and where it arose, never its message and
no values.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

OURS = "xueheng"
FACTS = "facts"
"""The attribute of a record that holds what it tells besides, as values of JSON."""
_DEEPEST = 30


class Line(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """at, level, from; said and what else is told for our own; place for others'; fault and trace where there is
        one.
        """
        moment = datetime.fromtimestamp(record.created, UTC)
        told: dict[str, object] = {
            "at": f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z",
            "level": record.levelname.lower(),
            "from": record.name,
        }
        if record.name == OURS or record.name.startswith(f"{OURS}."):
            told["said"] = record.getMessage()
            told |= getattr(record, FACTS, {})
        else:
            told["place"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            told |= fault_told(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


def fault_told(fault: BaseException) -> dict[str, object]:
    """The kind of a fault, those behind it, and where it arose."""
    kinds, behind = [type(fault).__name__], fault.__cause__ or fault.__context__
    while behind is not None and len(kinds) < _DEEPEST:
        kinds.append(type(behind).__name__)
        behind = behind.__cause__ or behind.__context__
    return {"fault": kinds, "trace": _places(fault.__traceback__)}


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-_DEEPEST:]
    return [f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}" for frame in frames]
