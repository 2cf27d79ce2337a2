"""The kinds of problem that the interface tells of, each with its status, and which refusal is of which kind."""

from collections.abc import Mapping
from dataclasses import dataclass

from xueheng.errors import XuehengError
from xueheng.evidence.public import (
    AlreadyCorrected,
    AlreadyRetracted,
    ClientReused,
    EvidenceRejected,
    NothingChanged,
    NotToVerify,
    OwnRecord,
    ReasonMissing,
    RecordUnknown,
)
from xueheng.identity.public import (
    AccountClosed,
    PermissionRefused,
    PersonUnknown,
    PostEnded,
    PurposeMissing,
    UnitUnknown,
)
from xueheng.shell.public import StorageRefused
from xueheng.trust.public import KeyDestroyed
from xueheng.web.api.strict_json import BodyRefused
from xueheng.wording import Text

_NOTHING, _COMPARE = Text(""), Text("请对照接口文档。", "Compare with the interface's documents.")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its stable name, the status, what it is called, and what is said where nobody says more."""

    code: str
    status: int
    title: Text
    text: Text = _NOTHING
    remedy: Text = _COMPARE


_KINDS = (
    Kind("not_signed_in", 401, Text("没有有效的令牌", "No valid token")),
    Kind("token_ended", 401, Text("令牌已失效", "The token opens nothing any more")),
    Kind("not_allowed", 403, Text("没有权限", "Not allowed")),
    Kind("scope_missing", 403, Text("令牌的权限范围不够", "The token's scopes do not reach so far")),
    Kind("purpose_missing", 403, Text("查阅目的未批准", "No approved purpose")),
    Kind("not_found", 404, Text("没有找到", "Not found")),
    Kind("wrong_method", 405, Text("这个地址不接受这种请求", "The address does not take this method")),
    Kind("conflict", 409, Text("与已有的内容冲突", "In conflict with what stands")),
    Kind("key_reused", 409, Text("Idempotency-Key 用过", "The Idempotency-Key was used before")),
    Kind("erased", 410, Text("已清除", "Erased")),
    Kind("too_large", 413, Text("内容太大", "Too large")),
    Kind("wrong_type", 415, Text("内容类型不对", "Wrong content type")),
    Kind("unreadable", 400, Text("内容读不出来", "The body cannot be read")),
    Kind("invalid", 422, Text("内容不合要求", "What was sent does not fit")),
    Kind("too_many", 429, Text("请求太多", "Too many requests")),
    Kind(
        "fault",
        500,
        Text("程序出了错", "A fault of the programme"),
        Text("程序出了错，没有保存任何改动。", "The programme failed; no change was saved."),
        Text("请重试；还是这样，请把 id 告诉系统管理员。", "Try again; if it stays so, tell the administrator the id."),
    ),
    Kind("storage", 503, Text("现在存不了", "Nothing can be stored now")),
)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _KINDS}
_OF: tuple[tuple[tuple[type[XuehengError], ...], str], ...] = (
    ((PurposeMissing,), "purpose_missing"),
    ((PermissionRefused, PostEnded, AccountClosed, OwnRecord), "not_allowed"),
    ((RecordUnknown, PersonUnknown, UnitUnknown), "not_found"),
    ((ClientReused, AlreadyCorrected, AlreadyRetracted, NothingChanged, NotToVerify), "conflict"),
    ((KeyDestroyed,), "erased"),
    ((StorageRefused,), "storage"),
    ((EvidenceRejected, ReasonMissing), "invalid"),
)


def kind_of(fault: XuehengError) -> Kind:
    """Of which kind a refusal of the rooms is; what is nowhere named is something that was sent and does not fit."""
    if isinstance(fault, BodyRefused):
        return KINDS["too_large" if fault.status == 413 else "unreadable"]
    return KINDS[next((code for types, code in _OF if isinstance(fault, types)), "invalid")]
