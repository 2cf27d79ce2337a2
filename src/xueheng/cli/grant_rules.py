"""Rules of who may do what, checked when the server starts: `check --list-rules` and docs/rules.md list them."""

from collections.abc import Mapping

from xueheng.cli.run_rules import RunRule
from xueheng.wording import Text

_POSTS = Text(
    "改 identity/kernel_posts.yaml 或业务包的 posts.yaml。",
    "Change identity/kernel_posts.yaml or the pack's posts.yaml.",
)
_ROUTES = Text("在这个地址的声明里改。", "Change the declaration of this address.")

GRANT_RULES: Mapping[str, RunRule] = {
    "XH-G001": RunRule(Text("业务包读不出，权限无从谈起", "packs cannot be read, so no right is known"), _POSTS),
    "XH-G002": RunRule(Text("没有这个岗位", "no such post is declared"), _POSTS),
    "XH-G003": RunRule(Text("没有这个动词", "no such verb is declared"), _POSTS),
    "XH-G004": RunRule(Text("没有这类内容", "no such kind is declared"), _POSTS),
    "XH-G005": RunRule(Text("没有这个后缀", "no such suffix is declared"), _POSTS),
    "XH-G006": RunRule(
        Text("三员不能有业务权限", "one of the three administrators has a right to the business"),
        Text(
            "三员看不到任何记录和人员；请给业务岗位。",
            "They see no record and no person; give it to a post of the business.",
        ),
    ),
    "XH-G007": RunRule(
        Text("岗位设在没有的单位类型上", "a post is held at a kind of unit that is none"),
        _POSTS,
    ),
    "XH-G008": RunRule(Text("地址没有说明谁可以来", "an address does not say who may come"), _ROUTES),
    "XH-G009": RunRule(Text("地址要的权限没有意义", "an address asks for a right that means nothing"), _ROUTES),
    "XH-G010": RunRule(
        Text("地址没有给权限矩阵举例", "an address has no examples for the permission matrix"),
        _ROUTES,
    ),
    "XH-G011": RunRule(
        Text("没有说明谁能看到一张表的哪些行", "nobody says which rows of a table a viewer may see"),
        Text("在这个室的模型旁边用 declare_rule 写明。", "Say so beside the room's models with declare_rule."),
    ),
    "XH-G012": RunRule(
        Text("学校自己的包授了权，却没有说是哪所学校的", "a school's pack grants rights without saying whose it is"),
        Text("在 pack.yaml 写 unit_code：学校标识码。", "Write the school's code as unit_code in pack.yaml."),
    ),
    "XH-G013": RunRule(
        Text("学校自己的包授了别的包里的内容", "a school's own pack grants what another pack defines"),
        Text(
            "删去这一行；由定义它的包来授权。",
            "Leave the line out; what a pack defines is granted by that pack.",
        ),
    ),
}
