"""Lists of subjects by number, never by result, in pages small enough to open on a phone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xueheng.cli.documents.pages.markup import Html, Voice, escaped
from xueheng.wording import Text

Subject = str | int
PER_PAGE = 300
FIND = Text("按编号找", "Find by number")
FIND_BUTTON = Text("查找", "Find")
NONE_FOUND = Text("没有这个编号。请核对后再找。", "There is no such number. Please check it and try again.")
NO_PAGE = Text("没有链接的编号，本次没有写出单页。", "Numbers without a link have no page this time.")

# Without the script the lists and links are all there; with it, a number can be typed.
SCRIPT = (
    "(function(){var f=document.getElementById('find');if(!f)return;f.hidden=false;"
    "var q=f.querySelector('input'),no=document.getElementById('none');"
    "function key(s){return('000'+s.length).slice(-4)+s}"
    "function go(){var v=q.value.trim(),n=0;var rows=document.querySelectorAll('.list li');"
    "if(rows.length){for(var i=0;i<rows.length;i++){var hit=!v||rows[i].dataset.n.indexOf(v)>=0;"
    "rows[i].hidden=!hit;if(hit)n++}no.hidden=n>0;return}"
    "if(!v)return;var a=document.querySelectorAll('[data-first]');"
    "for(var j=0;j<a.length;j++){if(key(v)>=key(a[j].dataset.first)&&key(v)<=key(a[j].dataset.last)){"
    "location.href=a[j].getAttribute('href')+'#q='+encodeURIComponent(v);return}}no.hidden=false}"
    "f.addEventListener('submit',function(e){e.preventDefault();go()});"
    "q.addEventListener('input',function(){no.hidden=true;if(document.querySelector('.list li'))go()});"
    "var m=/^#q=(.*)$/.exec(location.hash);if(m){q.value=decodeURIComponent(m[1]);go()}})();"
)


@dataclass(frozen=True, slots=True)
class ListedSubject:
    """A subject in the list. `page`: its page's path from the index, '' where none was written."""

    subject: Subject
    page: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list, with its file's name."""

    name: str
    subjects: tuple[ListedSubject, ...]

    @property
    def first(self) -> str:
        """The number that the page begins with."""
        return str(self.subjects[0].subject)

    @property
    def last(self) -> str:
        """The number that the page ends with."""
        return str(self.subjects[-1].subject)


def in_order(subjects: Sequence[ListedSubject]) -> list[ListedSubject]:
    """Sorted by number: shorter ones first, so that 2 comes before 10."""
    return sorted(subjects, key=lambda listed: (len(str(listed.subject)), str(listed.subject)))


def list_pages(subjects: Sequence[ListedSubject]) -> Iterator[ListPage]:
    """The pages of a long list, in order."""
    for place, start in enumerate(range(0, len(subjects), PER_PAGE), 1):
        yield ListPage(f"list-{place:04d}.html", tuple(subjects[start : start + PER_PAGE]))


def search_form(voice: Voice) -> Html:
    """A field to find a number; it shows itself only where the script runs."""
    return (
        f'<form id="find" role="search" hidden><label for="number">{voice.say(FIND)}</label>'
        f'<input id="number" type="search" autocomplete="off" inputmode="text">'
        f"<button>{voice.say(FIND_BUTTON)}</button></form>"
        f'<p id="none" class="note" role="status" hidden>{voice.say(NONE_FOUND)}</p>'
    )


def subject_list(voice: Voice, subjects: Sequence[ListedSubject]) -> Html:
    """The numbers with their links."""
    lines = "".join(_line(listed) for listed in subjects)
    without = "" if all(listed.page for listed in subjects) else f'<p class="soft">{voice.say(NO_PAGE)}</p>'
    return f'{without}<ul class="list">{lines}</ul>'


def _line(listed: ListedSubject) -> Html:
    number = escaped(str(listed.subject))
    said = f'<a href="{listed.page}">{number}</a>' if listed.page else number
    return f'<li data-n="{number}">{said}</li>'


def ranges(voice: Voice, pages: Sequence[ListPage]) -> Html:
    """Links to the pages of a long list, each with the numbers that it holds."""
    links = "".join(
        f'<li><a href="{page.name}" data-first="{escaped(page.first)}" data-last="{escaped(page.last)}">'
        f"{escaped(page.first)} ～ {escaped(page.last)}</a></li>"
        for page in pages
    )
    return f'<ul class="ranges">{links}</ul>'
