"""Writing the folder of pages: index.html, the lists, and one page a subject."""

from collections.abc import Iterable
from pathlib import Path

from xueheng.cli.documents.evaluated import Evaluated, Explanation
from xueheng.cli.documents.pages.index_page import IndexPage
from xueheng.cli.documents.pages.markup import Html, Voice
from xueheng.cli.documents.pages.page_frame import Frame
from xueheng.cli.documents.pages.page_words import ALL_RESULTS
from xueheng.cli.documents.pages.subject_list import (
    SCRIPT,
    ListedSubject,
    ListPage,
    in_order,
    list_pages,
    ranges,
    search_form,
    subject_list,
)
from xueheng.cli.documents.pages.subject_page import SubjectPages
from xueheng.cli.documents.run_facts import Progress, RunFacts
from xueheng.cli.documents.tally import tally_of
from xueheng.language.public import Library
from xueheng.wording import Language, Text

SUBJECTS_FOLDER = "subjects"
SHORT_LIST = 100
"""So many subjects are listed on the index itself."""
_TELL_EVERY = 200


def write_pages(
    evaluation: Evaluated,
    explanations: Iterable[Explanation],
    library: Library,
    folder: Path,
    language: Language = "both",
    facts: RunFacts | None = None,
    progress: Progress | None = None,
    expected: int | None = None,
) -> Path:
    """Write the pages into `folder` and return the path of index.html.

    `explanations` are read one at a time, and may be of a part of the subjects only: the others are
    listed without a page. `expected`: how many there will be, for `progress` (default: all subjects).
    Files are named by the subject's place in the evaluation, never by anything from the data.
    """
    facts = facts or RunFacts()
    (folder / SUBJECTS_FOLDER).mkdir(parents=True, exist_ok=True)
    pages = SubjectPages(evaluation, library, Frame(Voice(language)), facts)
    places = {str(subject): place for place, subject in enumerate(evaluation.subjects, 1)}
    count = expected if expected is not None else len(places)
    written: dict[str, str] = {}
    for done, explanation in enumerate(explanations, 1):
        subject = str(explanation["subject"])
        written[subject] = f"{SUBJECTS_FOLDER}/{places[subject]:06d}.html"
        _write(folder / written[subject], pages.page(explanation))
        if progress and (done % _TELL_EVERY == 0 or done == count):
            progress(Text("正在写得分依据页", "Writing the pages of explanations"), done, count)
    listed = in_order([ListedSubject(subject, written.get(str(subject), "")) for subject in evaluation.subjects])
    return _write_index(evaluation, library, folder, language, facts, listed)


def _write_index(
    evaluation: Evaluated,
    library: Library,
    folder: Path,
    language: Language,
    facts: RunFacts,
    listed: list[ListedSubject],
) -> Path:
    """The index, with the whole list on it where it is short."""
    voice = Voice(language)
    frame = Frame(voice, SCRIPT)
    index = IndexPage(evaluation, library, voice, facts, tally_of(evaluation))
    path = folder / "index.html"
    if len(listed) <= SHORT_LIST:
        _write(path, frame.page(index.title(), index.main(search_form(voice) + subject_list(voice, listed))))
        return path
    lists = list(list_pages(listed))
    for place, page in enumerate(lists):
        _write(folder / page.name, _list_page(frame, index, page, lists, place))
    _write(path, frame.page(index.title(), index.main(search_form(voice) + ranges(voice, lists))))
    return path


def _list_page(frame: Frame, index: IndexPage, page: ListPage, lists: list[ListPage], place: int) -> Html:
    """One page of the list, with its neighbours."""
    voice = frame.voice
    before = f'<a href="{lists[place - 1].name}">← {voice.say(Text("前一页", "Previous"))}</a>' if place else ""
    after = (
        f'<a href="{lists[place + 1].name}">{voice.say(Text("后一页", "Next"))} →</a>' if place + 1 < len(lists) else ""
    )
    back = f'<a href="index.html">{voice.say(ALL_RESULTS)}</a>'
    links = "　".join(link for link in (before, back, after) if link)
    navigation = f'<nav aria-label="{voice.plain(ALL_RESULTS)}">{links}</nav>'
    heading = voice.say(Text(f"编号 {page.first} ～ {page.last}", f"Numbers {page.first} to {page.last}"))
    main = f"<h1>{heading}</h1>{search_form(voice)}{subject_list(voice, page.subjects)}"
    return frame.page(index.title(), main, navigation)


def _write(path: Path, page: Html) -> None:
    path.write_bytes(page.encode("utf-8", "replace"))
