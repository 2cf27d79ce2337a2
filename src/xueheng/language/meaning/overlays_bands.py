"""Whether raised bands are only stricter: no value, at any edge or between two, gets more points than before."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from xueheng.language.meaning.saying_numbers import exactly
from xueheng.language.standard_definitions import BandScale
from xueheng.wording import Text

ELSE = -1
"""The place of `else` among the bands."""


@dataclass(frozen=True, slots=True)
class Looser:
    """Values that would get more points than before. `band`: the new band that gives them, `ELSE` for none reached."""

    value: Text
    band: int
    new: Fraction
    old: Fraction


def looser(new: BandScale, old: BandScale) -> Iterator[Looser]:
    """The first values, from low to high, that each new band gives more points than the old bands did.

    Bands are constant from edge to edge, so the edges of both and one value between each two decide it for every
    value there is.
    """
    told: set[int] = set()
    for said, value in _samples(new, old):
        band, points = _hit(new, value)
        before = _hit(old, value)[1]
        if points > before and band not in told:
            told.add(band)
            yield Looser(said, band, points, before)


def _samples(new: BandScale, old: BandScale) -> Iterator[tuple[Text, Fraction]]:
    edges = sorted({bound for bound, _ in (*new.bands, *old.bands)})
    for place, edge in enumerate(edges):
        below = edge - 1 if place == 0 else (edges[place - 1] + edge) / 2
        yield _beside(new, edges, place), below
        yield Text(exactly(edge), exactly(edge)), edge
    yield _beyond(edges[-1]), edges[-1] + 1


def _beside(scale: BandScale, edges: list[Fraction], place: int) -> Text:
    """How the values between two edges are called: by the edge at which their band begins or ends."""
    if scale.better == "low" and place > 0:
        return _beyond(edges[place - 1])
    edge = exactly(edges[place])
    return Text(f"略低于 {edge}", f"just below {edge}")


def _beyond(edge: Fraction) -> Text:
    return Text(f"略高于 {exactly(edge)}", f"just above {exactly(edge)}")


def _hit(scale: BandScale, value: Fraction) -> tuple[int, Fraction]:
    for place, (bound, points) in enumerate(scale.bands):
        if value <= bound if scale.better == "low" else value >= bound:
            return place, points
    return ELSE, scale.otherwise


def said_bands(scale: BandScale) -> str:
    """Bands as a pack writes them."""
    bands = ", ".join(f"[{exactly(bound)}, {exactly(points)}]" for bound, points in scale.bands)
    return f"bands: [{bands}], else: {exactly(scale.otherwise)}"
