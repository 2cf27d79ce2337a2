"""What a new run may be of."""

from xueheng.evaluation.core.public import Period, period_for
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


def run_period(viewer: Viewer, standard: str, label: str) -> Period:
    """The period that is meant. Raises RunError for one that the standard does not know."""
    return period_for(library(), standard, label or None, viewer.day)
