"""A whole scale in a sentence, as the author of a standard would read it out."""

from xueheng.evaluation.core.formulas import exact_text, say
from xueheng.evaluation.core.titles import in_chinese, in_english, titled
from xueheng.language.public import (
    BandScale,
    Expression,
    Library,
    LineScale,
    PassScale,
    PercentileScale,
    PointsScale,
    Scale,
    TableScale,
)
from xueheng.wording import Text


def condition_words(library: Library, condition: Expression) -> Text:
    """A condition with the titles of what it reads."""
    return Text(*(say(condition, titled(library, (), pick)) for pick in (in_chinese, in_english)))


def scale_words(library: Library, scale: Scale) -> Text:
    """The scale from value to points."""
    match scale:
        case BandScale():
            return _bands(scale)
        case LineScale():
            corners = [f"{exact_text(x)}→{exact_text(y)}" for x, y in sorted(scale.points)]
            return Text(f"折线：{'，'.join(corners)}", f"a line through {', '.join(corners)}")
        case PassScale():
            when = condition_words(library, scale.condition)
            return Text(f"{when.zh} 得 100 分，否则 0 分", f"100 where {when.en}, else 0")
        case PointsScale():
            formula = condition_words(library, scale.expression)
            return Text(f"分数 = {formula.zh}", f"points = {formula.en}")
        case PercentileScale():
            return Text(f"在 {scale.population} 中的百分位", f"the percentile within {scale.population}")
        case TableScale():
            source = library.tables[scale.table].source.doc
            zh = f"查表《{source}》" if source else f"查表 {scale.table}"
            return Text(f"{zh}（{scale.table}）" if source else zh, f"by the table {scale.table}")


def _bands(scale: BandScale) -> Text:
    sign = "≥" if scale.better == "high" else "≤"
    zh = [f"{sign} {exact_text(at)} 得 {exact_text(points)} 分" for at, points in scale.bands]
    en = [f"{sign} {exact_text(at)}: {exact_text(points)}" for at, points in scale.bands]
    other = exact_text(scale.otherwise)
    return Text("，".join([*zh, f"其余 {other} 分"]), ", ".join([*en, f"else {other}"]))
