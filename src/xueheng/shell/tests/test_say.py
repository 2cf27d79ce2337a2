"""Words in templates, for whoever reads the page."""

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString
from django.utils.translation import override

from xueheng.shell.page_language import lazily, page_language
from xueheng.wording import Text


def shown(template: str, language: str = "zh-hans", **context: object) -> str:
    with override(language):
        return Template(template).render(Context(context))


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "保存"), ("en", "Save"), ("en-gb", "Save"), ("fr", "保存"), ("zh-hant", "保存")]
)
def test_chinese_unless_english_is_read(language: str, words: str) -> None:
    assert shown('{% say "保存" "Save" %}', language) == words


def test_what_is_filled_in_is_escaped() -> None:
    found = shown('{% say "{who} 已存 {n} 条" "{who}: {n} stored" who=who n=n %}', who="<b>陈</b>", n=8)
    assert found == "&lt;b&gt;陈&lt;/b&gt; 已存 8 条"


def test_a_text_from_python_is_escaped_and_said_in_the_readers_language() -> None:
    text = Text("五（2）班 & 六（1）班", "Class 5-2 & 6-1")
    assert shown("{{ text|said }}", text=text) == "五（2）班 &amp; 六（1）班"
    assert shown("{{ text|said }}", "en", text=text) == "Class 5-2 &amp; 6-1"
    assert shown("{{ text|said }}", text=None) == ""


def test_a_label_is_chosen_when_it_is_shown_not_when_the_class_is_read() -> None:
    label = lazily("姓名", "Name")
    with override("en"):
        assert str(label) == "Name"
        assert page_language() == "en"
    with override("zh-hans"):
        assert str(label) == "姓名"
    assert not isinstance(label, SafeString)


def test_numbers_have_commas_from_four_digits() -> None:
    assert shown("{{ n|exact }}", n=1204) == "1,204"
