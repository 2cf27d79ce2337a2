"""What the page of the journal calls the acts and the chains."""

from collections.abc import Mapping

from xueheng.wording import Text

STREAMS: Mapping[str, Text] = {
    "security": Text("登录与任职", "Sign-in and posts"),
    "identity": Text("单位与人员", "Units and people"),
    "reading": Text("查阅敏感信息", "Reading of sensitive data"),
    "checkpoints": Text("检查点", "Checkpoints"),
}
RECORDS = Text("记录（单位 {unit}）", "Records (unit {unit})")
VERBS: Mapping[str, Text] = {
    "add_people": Text("登记人员", "people added"),
    "appoint": Text("任命", "appointed"),
    "approve_purpose": Text("批准查阅", "reading approved"),
    "ask_purpose": Text("申请查阅", "asked to read"),
    "append": Text("添加记录", "record added"),
    "append_many": Text("批量添加记录", "records added"),
    "attest": Text("审核通过", "verified"),
    "change_password": Text("修改密码", "password changed"),
    "close_account": Text("停用账号", "account closed"),
    "close_organisation": Text("撤销单位", "unit closed"),
    "correct": Text("更正记录", "record corrected"),
    "correct_person": Text("更正人员信息", "person corrected"),
    "delegate_post": Text("委托", "post lent"),
    "describe_organisation": Text("更改单位信息", "unit described anew"),
    "end_guardianship": Text("解除家长关系", "guardianship ended"),
    "end_post": Text("结束任职", "post ended"),
    "enrol_pupil": Text("编入班级", "enrolled"),
    "enrol_pupils": Text("批量编入班级", "enrolled"),
    "found_organisation": Text("设立单位", "unit founded"),
    "give_consent": Text("同意", "consent given"),
    "link_guardian": Text("登记家长", "guardian registered"),
    "make_accounts": Text("开户", "accounts made"),
    "make_checkpoint": Text("作检查点", "checkpoint made"),
    "merge_organisations": Text("合并单位", "units merged"),
    "move_organisation": Text("改变隶属", "unit moved"),
    "open_account": Text("恢复账号", "account opened"),
    "read": Text("查阅敏感信息", "sensitive data read"),
    "refuse": Text("退回", "sent back"),
    "refuse_purpose": Text("不批准查阅", "reading refused"),
    "rename_organisation": Text("单位改名", "unit renamed"),
    "reset_password": Text("重设密码", "password reset"),
    "retract": Text("撤回记录", "record taken back"),
    "sign_in": Text("登录", "signed in"),
    "sign_in_locked": Text("登录被锁", "sign-in locked"),
    "sign_out": Text("退出登录", "signed out"),
    "sign_out_everywhere": Text("退出其他登录", "signed out elsewhere"),
    "tied_to_provider": Text("绑定统一身份认证", "tied to the identity provider"),
    "withdraw_consent": Text("撤回同意", "consent taken back"),
}
"""An act that has no words here is shown by its code."""
KINDS: Mapping[str, Text] = {
    "organisation": Text("单位", "unit"),
    "person": Text("人员", "person"),
    "post": Text("任职", "post"),
    "purpose": Text("申请", "request"),
    "record": Text("记录", "record"),
}
