"""Whether the keys belong to the record: what was sealed opens."""

from xueheng.identity.public import Person, names_of
from xueheng.trust.public import KeyMissing, SealBroken, SecretsLost, keys_told
from xueheng.web.doctor.findings import Found
from xueheng.wording import Text

SAMPLE = 200
"""People of each end of the list whose names are tried; they are shown to nobody."""
_WHY = "whether the keys fit the record"


def fitting() -> list[Found]:
    """The names of some people, opened; each needs the master key and a key of her own."""
    people = Person.objects.for_the_programme(_WHY).order_by("number").only("number", "name")
    some = list({person.pk: person for person in (*people[:SAMPLE], *people.reverse()[:SAMPLE])}.values())
    if some and not keys_told()[0]:
        return [_foreign(Text("密钥库是空的", "the keys database is empty"))]
    try:
        names_of(some)
    except (KeyMissing, SealBroken, SecretsLost) as fault:
        return [_foreign(fault.text)]
    return []


def _foreign(why: Text) -> Found:
    return Found(
        "keys_do_not_fit",
        Text(f"密钥和数据不配套：{why.zh}", f"Keys and data do not belong together: {why.en}"),
        Text(
            "请不要再写入，从密钥备份恢复整个 secrets 文件夹，要和数据同时的或更新的。",
            "Stop writing, and restore the whole folder secrets from a keys' backup made with the data or later.",
        ),
    )
