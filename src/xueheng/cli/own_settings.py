"""Settings that every command reads: a value that means nothing is refused, rather than passed over."""

from collections.abc import Mapping

from xueheng.cli.refusals import CommandRefused
from xueheng.wording import Text

LANGUAGE, DEBUG = "XUEHENG_LANGUAGE", "XUEHENG_DEBUG"
LANGUAGES = ("zh", "en", "both")
SWITCH = ("0", "1")


def refuse_unfit_settings(environment: Mapping[str, str]) -> None:
    """Raises CommandRefused, with what may be written."""
    language = environment.get(LANGUAGE, "").split(".")[0].lower().replace("-", "_").split("_")[0]
    for name, said, words in ((LANGUAGE, language, LANGUAGES), (DEBUG, environment.get(DEBUG, ""), SWITCH)):
        if said and said not in words:
            raise CommandRefused(
                Text(f"{name} 写成了“{environment[name]}”", f'{name} says "{environment[name]}"'),
                Text(f"只能是 {'、'.join(words)}，或者不设。", f"It is {', '.join(words)}, or not set."),
            )


def debugging(environment: Mapping[str, str]) -> bool:
    """Whether the details of a fault of the programme are printed."""
    return environment.get(DEBUG, "") == "1"
