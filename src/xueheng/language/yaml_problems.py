"""What the YAML parser complains about, in words for the person who wrote the file.

The two parsers of PyYAML (libyaml and pure Python) word their complaints differently; both are
recognised by a part of the complaint and of what was being read.
"""

import yaml

from xueheng.wording import Text

_KNOWN: tuple[tuple[str, str, Text], ...] = (
    ("quoted scalar", "", Text("第 {line} 行的引号没有关上", "the quote opened on line {line} is not closed")),
    (
        "flow sequence",
        "",
        Text("第 {line} 行的 [ 之后少了逗号或 ]", "a comma or ] is missing after the [ of line {line}"),
    ),
    (
        "flow mapping",
        "",
        Text("第 {line} 行的 { 之后少了逗号或 }", "a comma or } is missing after the { of line {line}"),
    ),
    (
        "simple key",
        "",
        Text("此处之前少了冒号：写“名称: 内容”", 'a colon is missing before here: write "name: content"'),
    ),
    (
        "",
        "mapping values are not allowed",
        Text("多出一个冒号；含冒号的文字要加引号", "one colon too many; a text with a colon needs quotes"),
    ),
    (
        "",
        "cannot start any token",
        Text("值不能以这个字符开头；给文字加引号", "a value cannot begin with this character; put the text in quotes"),
    ),
    ("block mapping", "", Text("缩进与上面的行对不齐", "the indentation does not fit the lines above")),
    ("block collection", "", Text("缩进与上面的列表对不齐", "the indentation does not fit the list above")),
    ("block sequence", "", Text("缩进与上面的列表对不齐", "the indentation does not fit the list above")),
    ("block scalar", "", Text("| 或 > 之后的文字块写得不对", "the block of text after | or > is not well written")),
    ("", "sequence entries are not allowed", Text("这里不能写列表项（-）", "a list item (-) cannot stand here")),
    ("", "expected the node content", Text("这里少了一个值", "a value is missing here")),
    ("", "did not find expected node", Text("这里少了一个值", "a value is missing here")),
)
_OTHER = Text("这里不合 YAML 的写法", "this does not fit the way YAML is written")


def in_plain_words(fault: yaml.MarkedYAMLError) -> Text:
    """The parser's complaint; names the line where an unclosed quote or bracket was opened."""
    context, problem = fault.context or "", fault.problem or ""
    mark = fault.context_mark or fault.problem_mark
    line = str(mark.line + 1) if mark else "?"
    for reading, complaint, text in _KNOWN:
        if reading in context and complaint in problem:
            return Text(text.zh.replace("{line}", line), text.en.replace("{line}", line))
    return _OTHER
