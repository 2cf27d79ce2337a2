"""The day of a command: as it is typed behind an option, or today."""

from datetime import date, datetime

from xueheng.cli.refusals import CommandRefused
from xueheng.wording import Text


def given_day(written: str | None) -> date | None:
    """The day that is meant; None where none was given. Raises CommandRefused."""
    try:
        return date.fromisoformat(written) if written is not None else None
    except ValueError as fault:
        raise CommandRefused(
            Text(f"看不懂日期“{written}”", f'The day "{written}" cannot be read'),
            Text("请写成 2025-11-03 这样。", "Write it like 2025-11-03."),
        ) from fault


def today() -> date:
    """Today where this machine stands."""
    return datetime.now().astimezone().date()
