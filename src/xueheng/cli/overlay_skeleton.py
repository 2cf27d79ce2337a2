"""The first text of a layer: everything a base leaves open, with its bounds, ready to be uncommented."""

from collections.abc import Iterator

from xueheng.cli.documents.exact_numbers import shown_exactly
from xueheng.language.public import BandScale, Entity, Opening, Standard, StandardNode, node_paths, quoted


def overlay_text(standard: Standard, entity: Entity, subject: str) -> str:
    """overlay.yaml of a layer that changes nothing yet."""
    short = entity.name.rpartition(".")[2]
    head = (
        f"# 校本层：盖在“{standard.title.zh}”{standard.version} 上。只有下面列出的可以改，其余都是锁定的。\n"
        f"# A layer over {standard.title.en or standard.title.zh} {standard.version}: "
        "what stands below may be changed, all else is locked.\n"
        f"over: {{standard: {standard.name}, version: {standard.version}, digest: sha256:{standard.digest_meaning}}}\n"
        f"for: {{{short}: {quoted(subject)}}}\n"
        "# 谁、何时、按哪次会议定的：定了以后写上，去掉行首的 #。\n"
        "# Who decided, when, by which minute: write it when it is decided, without the leading #.\n"
        "# decided: {by: 岗位, on: 2025-09-10, minute: 校务会 2025 年第 9 号}\n"
        "changes: {}   # 要改时：删去 {}，去掉下面各行的 #  To change something: take out {} and the # below\n"
    )
    return head + "".join(f"  # {line}\n" for line in _openings(standard))


def _openings(standard: Standard) -> Iterator[str]:
    """What is open, node by node: first in words, then as it would be written."""
    found = False
    for path, node in node_paths(standard.root):
        if node.open is not None:
            found = True
            yield f"# {node.title.zh} {node.title.en}".rstrip()
            yield f"{path}:"
            yield from (f"  {line}" for line in _written(node, node.open))
    if not found:
        yield "# 基准什么也没有开放。 The base leaves nothing open."


def _written(node: StandardNode, opening: Opening) -> Iterator[str]:
    if opening.weigh:
        total = shown_exactly(str(sum(part.weight for part in node.parts)))
        bounds = {code: f"{_number(low)}～{_number(high)}" for code, low, high in opening.weigh}
        said = "，".join(f"{part.code} {bounds.get(part.code, '锁定 locked')}" for part in node.parts)
        yield f"# 权重合计仍为 {total} the sum stays {total}：{said}"
        weights = ", ".join(f"{part.code}: {_number(part.weight)}" for part in node.parts)
        yield f"weigh: {{{weights}}}"
    if opening.add is not None:
        most = _number(opening.add)
        yield f"# 加的观测点合计最多占 {most} % added leaves take at most {most} %"
        yield f"add: {{代码_code: {{title: {{zh: 名称, en: Name}}, share: {most}, measure: 统计项_measure}}}}"
    if opening.raise_bands and isinstance(node.scale, BandScale):
        bands = ", ".join(f"[{_number(bound)}, {_number(points)}]" for bound, points in node.scale.bands)
        yield "# 分档只能抬高：任何值的分都不比基准高 bands may only be stricter"
        yield f"raise: {{bands: [{bands}], else: {_number(node.scale.otherwise)}}}"


def _number(number: object) -> str:
    return shown_exactly(str(number)).split(" ")[0]
