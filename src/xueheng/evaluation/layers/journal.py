"""The journal of what is done with schools' layers: who, when, over which base, by which text."""

import hashlib

from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.identity.public import Viewer
from xueheng.trust.public import write_journal

STREAM = "layers"


def note(by: Viewer, layer: SchoolLayer, verb: str, **more: object) -> None:
    """One act. What the layer says is in it as a digest only."""
    detail = {"standard": layer.standard, "text": hashlib.sha256(layer.text.encode()).hexdigest(), **more}
    about = [("layer", int(layer.number)), ("organisation", int(layer.organisation))]
    write_journal(STREAM, verb, actor=by.person or None, post=by.post, about=about, detail=detail)
