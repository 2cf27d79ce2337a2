"""The files of a pack: one kind of thing each. This is the whole table that check and schema walk."""

from xueheng.language.shape import forms_evidence, forms_measures, forms_subjects, forms_use, keys
from xueheng.language.shape.shapes import FileKind, Form, FormShape, MapShape, NameShape
from xueheng.wording import Text

FORMS: dict[str, Form] = {
    **keys.FORMS,
    **forms_subjects.FORMS,
    **forms_evidence.FORMS,
    **forms_measures.FORMS,
    **forms_use.FORMS,
}
"""Every form of the language by its name."""


def _named(form: str) -> MapShape:
    return MapShape(NameShape(), FormShape(form))


_ALL = (
    FileKind("pack", Text("包的说明", "the pack"), FormShape("pack")),
    FileKind("entities", Text("主体", "entities"), _named("entity")),
    FileKind("calendar", Text("校历", "calendar"), FormShape("calendar")),
    FileKind("populations", Text("统计范围", "populations"), _named("population")),
    FileKind("evidence", Text("记录类型", "evidence types"), _named("evidence_type")),
    FileKind("activities", Text("活动", "activities"), _named("activity"), used=False),
    FileKind("registers", Text("名单", "registers"), _named("register")),
    FileKind("tables", Text("表", "tables"), _named("table")),
    FileKind("measures", Text("统计项", "measures"), _named("measure")),
    FileKind("duties", Text("职责", "duties"), _named("duty"), used=False),
    FileKind("scales", Text("评分尺", "scales"), _named("scale")),
    FileKind("standards", Text("标准", "standards"), _named("standard")),
    FileKind("overlay", Text("校本层", "overlay"), FormShape("overlay")),
    FileKind("decisions", Text("决策表", "decisions"), _named("decision"), used=False),
    FileKind("processes", Text("流程", "processes"), _named("process"), used=False),
    FileKind("layouts", Text("工作簿版式", "layouts"), _named("layout")),
    FileKind("figures", Text("公布的数", "figures"), _named("figure"), used=False),
    FileKind("reports", Text("报告书", "reports"), _named("report")),
    FileKind("phrases", Text("常用语", "phrases"), _named("phrase_bank")),
    FileKind("posts", Text("岗位", "posts"), _named("post")),
    FileKind("worked", Text("算例", "worked examples"), _named("example")),
)
KINDS: dict[str, FileKind] = {kind.name: kind for kind in _ALL}
"""Kinds of file by name; `worked` is the kind of every file in the folder `worked`."""

FOLDERS: dict[str, str] = {"worked": ".yaml", "processes": ".bpmn", "decisions": ".dmn", "reports": ".md"}
"""Folders of a pack and the files they hold; all but `worked` are not used yet."""
