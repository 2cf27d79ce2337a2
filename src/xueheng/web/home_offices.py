"""What the home page shows to those who look after schools, a district or the server: runs, draws, silence, checks."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse

from xueheng.evaluation.public import Run, layers_to_decide
from xueheng.evidence.public import classes_recorded, draws_open, evidence_type, last_recorded
from xueheng.identity.public import Organisation, Post, Viewer, library, names_on, policy, post_holds
from xueheng.shell.public import counted, moment_shown
from xueheng.trust.public import checkpoints_told, now
from xueheng.web.home_lines import DAY, MOST, NEWS_DAYS, Line, things
from xueheng.web.readiness import ready
from xueheng.wording import Text

QUIET_DAYS, CHECK_DAYS = 21, 8
MOST_CLASSES, MOST_SCHOOLS, NAMED = 400, 2_000, 3
RUN_WORDS = {"done": ("已算完", "finished"), "failed": ("没有算成", "failed"), "running": ("正在算", "running")}
LACKING = {
    "database": Text(
        "数据库连不上：在服务器上看它开着没有，再运行 ./xueheng doctor",
        "The database does not answer: see on the server whether it runs, then run ./xueheng doctor",
    ),
    "keys": Text(
        "密钥文件读不到：在服务器上运行 ./xueheng doctor，它说少了哪个文件；从密钥的备份取回",
        "The keys cannot be read: ./xueheng doctor on the server names the file; bring it back from the keys' backup",
    ),
    "migrations": Text(
        "数据库与程序的版本不合：停下服务，备份，再用这个版本启动一次，启动时会升级",
        "Database and programme are of different versions: stop, back up, start this version once; it upgrades then",
    ),
    "disk": Text(
        "数据盘快满了或不能写：在服务器上腾出空间，或运行 ./xueheng doctor 看文件夹的权限",
        "The data's disk is nearly full, or cannot be written: make room, or see its rights with ./xueheng doctor",
    ),
}
"""What lacks, and what to do: it is done on the server, so there is no page to lead to."""


def office_waiting(viewer: Viewer) -> Iterator[Line]:
    """Draws to finish, schools and classes from which nothing has come, and what administrators look after."""
    if _allows(viewer, "verifies", "evidence") and viewer.post is not None:
        for number, type_, left in draws_open(viewer):
            yield _draw(number, evidence_type(type_).title, left)
    if layers := layers_to_decide(viewer):
        waiting = things(str(layers), "school layer waits", "school layers wait")
        words = Text(f"{layers} 份校本指标待您决定", f"{waiting} for your decision")
        yield Line(words, reverse("layers"), 10)
    if _allows(viewer, "manages", "runs"):
        yield from _silent_schools(viewer)
    elif _allows(viewer, "manages", "posts") and _allows(viewer, "sees", "evidence"):
        yield from _quiet_classes(viewer)
    if _allows(viewer, "sees", "health"):
        for lacking in (name for name, stands in ready().items() if not stands):
            yield Line(LACKING[lacking], "", 5)
    if _allows(viewer, "reads", "checkpoints"):
        yield from _checks()


def office_today(viewer: Viewer) -> Iterator[Line]:
    """Where administrators begin."""
    if _allows(viewer, "sees", "health"):
        yield Line(Text("后台作业", "Background work"), reverse("jobs"))
    if _allows(viewer, "sees", "lockouts"):
        lent = Post.objects.visible_to(viewer).filter(post_holds(viewer.day)).exclude(delegated_from=None)
        count = counted(lent[:1_001].count())
        if count != "0":
            words = Text(f"{count} 个委托任职在用，请复核", f"{things(count, 'lent post')} in use, to review")
            yield Line(words, reverse("posts"))
        yield Line(Text("复核任职", "Review who holds which post"), reverse("posts"))
        yield Line(Text("复核账号", "Review accounts"), reverse("accounts"))


def office_changed(viewer: Viewer) -> Iterator[Line]:
    """Runs that were finished, or were not, within a month."""
    if not _allows(viewer, "sees", "runs") or viewer.post is None:
        return
    rows = Run.objects.visible_to(viewer).filter(begun__gte=now() - NEWS_DAYS * DAY).order_by("-begun")[:MOST]
    known = library().standards
    for row in rows:
        title = known[row.standard].title if row.standard in known else Text(row.standard)
        zh, en = RUN_WORDS[row.state]
        words = Text(f"评价批次{zh}：{title.zh}（{row.label}）", f"run {en}: {title.en or title.zh} ({row.label})")
        yield Line(words, reverse("run", args=[row.number]))


def _draw(number: int, title: Text, left: int | None) -> Line:
    if left is None:
        words = Text(f"抽查待抽取：{title.zh}", f"a sample to draw: {title.en or title.zh}")
    else:
        words = Text(
            f"抽查还有 {left} 条没有核：{title.zh}", f"{left} drawn records to look at: {title.en or title.zh}"
        )
    return Line(words, reverse("sample", args=[number]), 1 if left is None else left)


def _silent_schools(viewer: Viewer) -> Iterator[Line]:
    """Schools that the viewer sees and where nothing was recorded for a month. No order of theirs."""
    rows = Organisation.objects.visible_to(viewer).filter(_stands(viewer), kind="school")
    schools = list(rows.values_list("pk", flat=True)[:MOST_SCHOOLS])
    since, last = now() - NEWS_DAYS * DAY, last_recorded(schools)
    silent = [school for school in schools if last.get(school, 0) < since]
    if silent:
        names = sorted(names_on(silent, viewer.day).values())[:NAMED]
        more = "" if len(silent) <= NAMED else "…"
        listed, spoken = "、".join(names) + more, ", ".join(names) + more
        zh = f"{len(silent)} 所学校近 {NEWS_DAYS} 天没有报送：{listed}"
        en = f"{len(silent)} schools have sent nothing for {NEWS_DAYS} days: {spoken}"
        yield Line(Text(zh, en), reverse("organisations"), 5)


def _quiet_classes(viewer: Viewer) -> Iterator[Line]:
    """Classes of the school without any record for three weeks. Classes, not teachers, and by name."""
    rows = Organisation.objects.visible_to(viewer).filter(_stands(viewer), kind="class")
    classes = list(rows.values_list("pk", flat=True)[: MOST_CLASSES + 1])
    if not 0 < len(classes) <= MOST_CLASSES:
        return
    told = classes_recorded(classes, library().evidence, viewer.day - timedelta(days=QUIET_DAYS))
    quiet = [one for one in classes if one not in told]
    if quiet and told:
        names = sorted(names_on(quiet, viewer.day).values())[:NAMED]
        more = "" if len(quiet) <= NAMED else "…"
        zh = f"{len(quiet)} 个班近 {QUIET_DAYS} 天没有记录：{'、'.join(names)}{more}"
        en = f"{len(quiet)} classes without a record for {QUIET_DAYS} days: {', '.join(names)}{more}"
        yield Line(Text(zh, en), reverse("organisations"), 3)


def _checks() -> Iterator[Line]:
    """The journal's last checkpoint, where it is long ago."""
    made = checkpoints_told(1)
    if not made:
        yield Line(Text("日志还没有校验点", "The journal has no checkpoint yet"), reverse("journal"), 5)
    elif made[0].at < now() - CHECK_DAYS * DAY:
        when = moment_shown(made[0].at)
        words = Text(f"日志的校验点停在 {when}", f"The journal's last checkpoint is of {when}")
        yield Line(words, reverse("journal"), 5)


def _stands(viewer: Viewer) -> Q:
    """Units that are there today."""
    return Q(founded__lte=viewer.day) & (Q(closed=None) | Q(closed__gte=viewer.day))


def _allows(viewer: Viewer, verb: str, kind: str) -> bool:
    return policy().allows(viewer.role, verb, kind)
