"""What a new run may be of."""

from dataclasses import replace
from datetime import date

from xueheng.evaluation.core.public import Period, period_for
from xueheng.evaluation.refusals import day_outside
from xueheng.evidence.public import snapshot_moments
from xueheng.identity.public import Viewer, library
from xueheng.shell.public import moment_shown, said
from xueheng.wording import Text

NOW = "now"
MOST_MOMENTS = 50


def standard_choices() -> list[tuple[str, Text]]:
    """The standards that can run, by name."""
    known = library()
    runnable = [each for each in known.standards.values() if not each.unused]
    return [(each.name, _titled(each.name, each.title)) for each in sorted(runnable, key=lambda each: each.name)]


def _titled(name: str, title: Text) -> Text:
    """With its pack's title before it: two packs may have a standard of one title."""
    pack = library().packs[name.rpartition(".")[0]].title
    return Text(f"{pack.zh} · {title.zh}", f"{pack.en or pack.zh} · {title.en or title.zh}")


def moment_choices() -> list[tuple[str, str]]:
    """Now, and when snapshots were taken."""
    now = (NOW, said(Text("现在", "now")))
    return [now, *((str(each), moment_shown(each)) for each in snapshot_moments()[:MOST_MOMENTS])]


def run_period(viewer: Viewer, standard: str, label: str, as_of: date | None = None) -> Period:
    """The period that is meant. Raises RunError where the standard does not know it, RunRefused for a day outside."""
    return period_as_of(period_for(library(), standard, label or None, viewer.day), as_of)


def period_as_of(period: Period, as_of: date | None) -> Period:
    """A period with the tree and the enrolments of one of its days. Raises RunRefused for a day outside."""
    if as_of is None or as_of == period.end:
        return period
    if not period.start <= as_of <= period.end:
        raise day_outside(as_of, period.start, period.end)
    return replace(period, as_of=as_of)
