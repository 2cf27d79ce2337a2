"""Whether rows lead to the subject that a measure is of."""

from xueheng.language.definitions import PopulationRows, StandardRows, TableRows, UnusedRows, WindowRows
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.naming import short
from xueheng.language.meaning.nodes import scalar
from xueheng.language.meaning.row_sources import Rows
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Node, Scalar
from xueheng.language.typed import Kind
from xueheng.wording import Text

_ADD_THROUGH = Text("；请加 through，写明通往它的字段", '; add "through"')
_OWN_RESULTS = Text("；一个标准的结果折到它所评的主体或其上级", "; results fold into whom the standard is of, or above")
_OWN_MEMBERS = Text("；统计范围要折到它上面的主体", "; members are folded into an entity above theirs")


def leads_to(checking: Checking, rows: Rows, entity: str, through: Node | None, written: Scalar) -> bool:
    """Records: of what they are about or of its parents, else `through`; members: of their parents."""
    if isinstance(rows.source, TableRows | WindowRows):
        return True
    named = scalar(through)
    if named is not None:
        return _through_fits(checking, rows, named)
    if rows.subject is None:
        return True
    above = entity in checking.entities[rows.subject].ancestors
    members = isinstance(rows.source, PopulationRows)
    if above or (entity == rows.subject and not members):
        return True
    if isinstance(rows.source, UnusedRows) and rows.source.kind == "process":
        return True
    remedy = _OWN_MEMBERS if members else _OWN_RESULTS if isinstance(rows.source, StandardRows) else _ADD_THROUGH
    checking.report(
        "XH-M016", written.place, rows=rows.said, about=short(rows.subject), of=short(entity), remedy=remedy
    )
    return False


def _through_fits(checking: Checking, rows: Rows, named: Scalar) -> bool:
    columns = rows.columns
    if columns is None:
        return True
    if named.text in columns and columns[named.text].type.kind in (Kind.TEXT, Kind.CODE):
        return True
    of = short(rows.subject) if rows.subject else ""
    hint = did_you_mean(named.text, columns)
    checking.report("XH-M014", named.place, name=named.text, rows=rows.said, entity=of, hint=hint)
    return False
