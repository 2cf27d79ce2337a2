"""Rows of other programs' rosters as they are kept: found again by source, file and id, sealed, never thrown away."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xueheng.identity.model_rosters import RosterRow, RosterSource
from xueheng.identity.oneroster.roster_reading import RosterLine
from xueheng.trust.public import blind_indexes, fingerprints, now, seal_many, unseal_many

WHY = "the rows of a roster are matched by source and id"
LABEL = "roster row"
MARK = "roster row"
BLOCK = 500
LIFECYCLE = ("status", "dateLastModified")
UNNAMED = "unnamed"
"""The source of a roster whose manifest does not say who sends it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a row: the table's key, a fingerprint of what it said, what it became, whether it is gone."""

    key: int
    mark: bytes
    kind: str
    thing: int | None
    gone: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """A row to be kept: what it became, whose key seals it, and what the thing was like here when it came."""

    row: RosterLine
    kind: str = ""
    thing: int | None = None
    subject: int = 0
    fact: str = ""


class KeptRows:
    """All that is known of one source's rows, looked up once: nothing for a source that is new."""

    def __init__(self, source: RosterSource | None, since: int = 0) -> None:
        self.source = source
        self.since = since
        """When the roster came that is being stored: its rows are placed behind those of earlier ones."""
        self._rows: dict[str, dict[bytes, Kept]] = {}
        self._before: list[tuple[str, bytes, Kept | None]] = []
        if source is None:
            return
        stored = RosterRow.objects.for_the_programme(WHY).filter(source=source)
        values = stored.values_list("file", "index", "pk", "mark", "kind", "thing", "gone")
        for file, index, key, mark, kind, thing, gone in values.iterator():
            self._rows.setdefault(file, {})[bytes(index)] = Kept(key, bytes(mark), kind, thing, gone is not None)

    def known(self, file: str, sourced_id: str) -> Kept | None:
        """The row of an id, gone ones too."""
        rows = self._rows.get(file)
        if not rows or self.source is None:
            return None
        return rows.get(_indexes(self.source, file, [sourced_id])[0])

    def stands(self, file: str, sourced_id: str) -> bool:
        """Whether the source gave us such a row and still has it."""
        found = self.known(file, sourced_id)
        return found is not None and not found.gone

    def thing(self, file: str, sourced_id: str, kind: str) -> int | None:
        """The number of what a row became, if it became something of that kind."""
        found = self.known(file, sourced_id) if sourced_id else None
        return found.thing if found is not None and found.kind == kind else None

    def things(self, kind: str) -> dict[int, int]:
        """Thing → table key, for everything that rows became of a kind."""
        every = (kept for rows in self._rows.values() for kept in rows.values())
        return {kept.thing: kept.key for kept in every if kept.kind == kind and kept.thing is not None}

    def not_among(self, file: str, sourced_ids: Iterable[str]) -> list[Kept]:
        """The rows of a file that the source still had, and whose ids are not among these."""
        rows = self._rows.get(file, {})
        if not rows or self.source is None:
            return []
        here = set(_indexes(self.source, file, list(sourced_ids)))
        return [kept for index, kept in rows.items() if index not in here and not kept.gone]

    def marks(self, rows: Sequence[RosterLine]) -> list[bytes]:
        """The fingerprints of rows."""
        return fingerprints(MARK, [row_bytes(row.values) for row in rows])

    def write(self, settled: Sequence[Settled]) -> None:
        """Keep rows as they are now. Call it inside a transaction, with a source."""
        if self.source is None:
            raise AssertionError("rows are kept for a source")
        at = now()
        told = seal_many([(one.subject or self.source.pk, LABEL, _told(one)) for one in settled])
        marks = self.marks([one.row for one in settled])
        new: list[RosterRow] = []
        changed: list[RosterRow] = []
        for one, sealed, mark in zip(settled, told, marks, strict=True):
            file = one.row.file
            index = _indexes(self.source, file, [one.row.sourced_id])[0]
            before = self._rows.get(file, {}).get(index)
            row = RosterRow(
                source=self.source, file=file, index=index, subject=one.subject or self.source.pk, told=sealed,
                mark=mark, place=self.since + one.row.line, kind=one.kind, thing=one.thing, modified=at,
                gone=at if one.row.deleted else None,
            )  # fmt: skip
            if before is not None:
                row.pk = before.key
            (new if before is None else changed).append(row)
        RosterRow.objects.bulk_create(new, batch_size=BLOCK)
        if changed:
            columns = ("subject", "told", "mark", "kind", "thing", "modified", "gone")
            RosterRow.objects.for_the_programme(WHY).bulk_update(changed, columns, batch_size=BLOCK)
        for row in (*new, *changed):
            kept = Kept(row.pk, bytes(row.mark), row.kind, row.thing, row.gone is not None)
            of_file = self._rows.setdefault(row.file, {})
            self._before.append((row.file, bytes(row.index), of_file.get(bytes(row.index))))
            of_file[bytes(row.index)] = kept

    def begin(self) -> None:
        """A transaction begins."""
        self._before = []

    def undo(self) -> None:
        """The transaction was undone: forget what it wrote."""
        for file, index, before in reversed(self._before):
            if before is None:
                self._rows[file].pop(index, None)
            else:
                self._rows[file][index] = before
        self._before = []

    def note_gone(self, keys: Sequence[int]) -> None:
        """The source no longer has these rows. Call it inside a transaction."""
        rows = RosterRow.objects.for_the_programme(WHY)
        for start in range(0, len(keys), BLOCK):
            rows.filter(pk__in=keys[start : start + BLOCK], gone=None).update(gone=now())


def source_of(organisation: int, code: str, *, anywhere: bool) -> RosterSource | None:
    """The source of that name at a unit, None before its first roster was stored; `anywhere`: else the one source of
    that name that there is, for the programme, whose rosters may come before there is any unit.
    """
    rows = list(RosterSource.objects.for_the_programme(WHY).filter(code=code or UNNAMED))
    own = [row for row in rows if row.organisation == organisation]
    return own[0] if own else rows[0] if anywhere and len(rows) == 1 else None


def row_bytes(values: Mapping[str, str]) -> bytes:
    """A row as it is sealed; when it was changed and whether it is deleted is no part of it."""
    said = {heading: value for heading, value in values.items() if heading not in LIFECYCLE}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def opened_rows(rows: Sequence[RosterRow]) -> list[tuple[dict[str, str], str] | None]:
    """(what a row says, what the thing was like here then), in the same order; None where the person was erased."""
    told = unseal_many([(row.subject, LABEL, bytes(row.told)) for row in rows])
    opened = [None if one is None else json.loads(one) for one in told]
    return [None if one is None else (one["row"], one["fact"]) for one in opened]


def fact(*parts: object) -> str:
    """What a thing is like, to be compared later."""
    return json.dumps([str(part) for part in parts], ensure_ascii=False)


def _told(one: Settled) -> bytes:
    row = {heading: value for heading, value in one.row.values.items() if heading not in LIFECYCLE}
    return json.dumps({"row": row, "fact": one.fact}, ensure_ascii=False, separators=(",", ":")).encode()


def _indexes(source: RosterSource, file: str, sourced_ids: Sequence[str]) -> list[bytes]:
    return blind_indexes(f"oneroster|{source.pk}|{file}", sourced_ids)
