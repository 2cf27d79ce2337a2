"""The pack language for other rooms: load packs, read their typed definitions, name what is wrong with them."""

from xueheng.language.definitions import (
    BandScale, Calendar, CalendarWindow, Cases, Cell, During, Entity, EvidenceRows, EvidenceType, Expected, Field, Fold,
    FoldKind, Layout, LayoutColumn, Level, Library, LineScale, Measure, NotUsedYet, Pack, PassScale, PercentileScale,
    PointsScale, Population, PopulationRows, RowSource, Rule, Scale, Source, Standard, StandardNode, Table, TableColumn,
    TableRows, TableScale, UnusedRows, WeightRow, WindowRows, WorkedExample, WorkedRecord, WorkedSubject,
)  # fmt: skip
from xueheng.language.issues import RULES, Issue, Severity, in_order, issue
from xueheng.language.issues import Rule as LanguageRule
from xueheng.language.loading import REFERENCE, SHIPPED, Loaded, load, shipped_packs
from xueheng.language.nearest import did_you_mean, nearest
from xueheng.language.positions import Entry, Mapping, Node, Place, Scalar, Sequence
from xueheng.language.typed import (
    Arithmetic, Attribute, Between, Comparison, Constant, Expression, FunctionCall, IsKnown, Kind, Logic, LogicNot,
    MeasureValue, Membership, NamedDay, Negation, NodeResult, OtherResult, RowColumn, ScaleInput, TableLookup, Type, Worth,
)  # fmt: skip

__all__ = [
    "REFERENCE", "RULES", "SHIPPED", "Arithmetic", "Attribute", "BandScale", "Between", "Calendar", "CalendarWindow",
    "Cases", "Cell", "Comparison", "Constant", "During", "Entity", "Entry", "EvidenceRows", "EvidenceType", "Expected",
    "Expression", "Field", "Fold", "FoldKind", "FunctionCall", "IsKnown", "Issue", "Kind", "LanguageRule", "Layout",
    "LayoutColumn", "Level", "Library", "LineScale", "Loaded", "Logic", "LogicNot", "Mapping", "Measure", "MeasureValue",
    "Membership", "NamedDay", "Negation", "Node", "NodeResult", "NotUsedYet", "OtherResult", "Pack", "PassScale",
    "PercentileScale", "Place", "PointsScale", "Population", "PopulationRows", "RowColumn", "RowSource", "Rule", "Scalar",
    "Scale", "ScaleInput", "Sequence", "Severity", "Source", "Standard", "StandardNode", "Table", "TableColumn",
    "TableLookup", "TableRows", "TableScale", "Type", "UnusedRows", "WeightRow", "WindowRows", "WorkedExample",
    "WorkedRecord", "WorkedSubject", "Worth", "did_you_mean", "in_order", "issue", "load", "nearest", "shipped_packs",
]  # fmt: skip
