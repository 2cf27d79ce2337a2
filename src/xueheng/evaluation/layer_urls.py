"""The addresses of schools' own layers."""

from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xueheng.evaluation.views import layer_acts, layers
from xueheng.identity.public import route

_form = require_http_methods(["GET", "HEAD", "POST"])
_SEES, _WRITES, _DECIDES = ("sees", "layers"), ("manages", "layers"), ("decides", "standards")
_LAYER = {"number": "layer"}

LAYER_ADDRESSES = [
    route("layers/", require_safe(layers.every), "layers", _SEES),
    route("layers/new/", _form(layers.new), "new_layer", _WRITES),
    route("layers/<int:number>/", _form(layers.one), "layer", _SEES, examples=_LAYER),
    route("layers/<int:number>/checks/", require_POST(layers.check), "check_layer", _WRITES, examples=_LAYER),
    route(
        "layers/<int:number>/comparison/",
        require_safe(layers.comparison),
        "layer_comparison",
        _SEES,
        examples=_LAYER,
    ),
    route(
        "layers/<int:number>/files/<str:file>/",
        require_safe(layers.text),
        "layer_file",
        _SEES,
        examples={"number": "layer", "file": "=overlay"},
    ),
    route(
        "layers/<int:number>/leaves/<str:path>/new/",
        _form(layer_acts.new_leaf),
        "new_layer_leaf",
        _WRITES,
        examples={"number": "layer", "path": "layer_node"},
    ),
    route("layers/<int:number>/reviews/", require_POST(layer_acts.send), "send_layer", _WRITES, examples=_LAYER),
    route(
        "layers/<int:number>/returns/",
        require_POST(layer_acts.take_back),
        "take_back_layer",
        _WRITES,
        examples=_LAYER,
    ),
    route("layers/<int:number>/drops/", require_POST(layer_acts.drop), "drop_layer", _WRITES, examples=_LAYER),
    route(
        "layers/<int:number>/successors/",
        require_POST(layer_acts.again),
        "follow_layer",
        _WRITES,
        examples=_LAYER,
    ),
    route("layers/<int:number>/decisions/", _form(layer_acts.decide), "decide_layer", _DECIDES, examples=_LAYER),
    route("layers/<int:number>/ends/", _form(layer_acts.end), "end_layer", _DECIDES, examples=_LAYER),
    route(
        "layers/<int:number>/backtests/",
        _form(layer_acts.backtest),
        "layer_backtest",
        _WRITES,
        examples=_LAYER,
    ),
]
