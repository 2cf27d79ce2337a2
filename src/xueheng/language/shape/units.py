"""The closed lists of the language: units of measured numbers, and how sure a source is."""

UNITS: tuple[str, ...] = (
    *("mm", "cm", "m", "km", "mm2", "cm2", "m2", "ha", "km2", "mu", "ml", "l", "m3"),
    *("mg", "g", "kg", "t", "kg/m2", "s", "min", "h", "day", "week", "month", "quarter", "term", "year"),
    *("m/s", "km/h", "dB", "lx", "mmHg", "kPa", "degC", "kW", "kWh", "Mbps", "GB", "percent", "permille"),
    *("times", "person", "family", "class", "school", "place", "visit"),
    *("room", "seat", "set", "piece", "book", "copy", "item", "lesson", "credit", "point", "step", "case"),
    *("CNY", "CNY/person", "CNY/m2", "m2/person", "book/person", "set/person", "person/class"),
)
"""Units of school life: lengths to areas, masses and times, what is counted, money. `mu` is 亩, `place` 学位."""

STATUSES: tuple[str, ...] = (
    "verified",
    "verified-partly",
    "verified-secondary",
    "verified-provincial",
    "verified-draft",
    "decided",
    "recalled",
    "doubtful",
    "missing",
)
"""From what was checked in the document itself to what nobody has."""
