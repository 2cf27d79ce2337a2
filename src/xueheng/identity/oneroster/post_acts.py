"""enrollments.csv of teachers: posts at classes, as far as whoever imports may appoint to them; nothing else is."""

from collections.abc import Sequence
from dataclasses import replace

from xueheng.identity.actions.appoint import appoint
from xueheng.identity.actions.end_post import end_post
from xueheng.identity.imports.outcomes import Bringing
from xueheng.identity.model_organisations import Organisation
from xueheng.identity.model_posts import Post
from xueheng.identity.oneroster.kept_rows import KeptRows, Settled, fact
from xueheng.identity.oneroster.roster_plan import ONE_DAY, RosterPlan, is_main
from xueheng.identity.oneroster.roster_reading import RosterLine
from xueheng.identity.oneroster.words import roster_words
from xueheng.identity.policy import policy
from xueheng.identity.post_writing import open_posts
from xueheng.wording import Text

POST = "post"
WHY = "the posts of a roster's teachers"
NOT_APPOINTED = Text(
    "您的岗位不能任命，这一行照原样保存", "your post does not appoint to this; the row is kept as it is"
)


class PostActs:
    """The teaching posts of one roster."""

    def __init__(self, bringing: Bringing, plan: RosterPlan, kept: KeptRows) -> None:
        self.bringing, self.plan, self.kept = bringing, plan, kept

    def takes(self, row: RosterLine) -> bool:
        """Whether a row is a teacher's in a class of ours, or was one."""
        if self.kept.thing("enrollments", row.sourced_id, POST) is not None:
            return True
        return row.values.get("role") == roster_words().teaching_role and (
            row.values.get("classSourcedId", "") in self.plan.classes or self._class(row) is not None
        )

    def tell(self, row: RosterLine) -> tuple[Text, ...]:
        """What becomes of a row."""
        if not self.takes(row):
            return ()
        role = self._role(row)
        if not self._may_appoint(role):
            return (NOT_APPOINTED,)
        title = policy().title(role)
        return (Text(f"任命：{title.zh}", f"appointed: {title.en}"),)

    def act(self, rows: Sequence[RosterLine]) -> list[Settled]:
        """Appoint and end. Raises the first fault."""
        settled = [self._settled(row) for row in rows]
        stored = Post.objects.for_the_programme(WHY).filter(pk__in=[one.thing for one in settled if one.thing])
        facts = {pk: fact(last) for pk, last in stored.values_list("pk", "to_day")}
        return [replace(one, fact=facts.get(one.thing or 0, "")) for one in settled]

    def _settled(self, row: RosterLine) -> Settled:
        thing = self.kept.thing("enrollments", row.sourced_id, POST)
        person = self.kept.thing("users", row.values.get("userSourcedId", ""), "person")
        unit = self._class(row)
        if row.deleted and thing is not None:
            self.end(thing)
        elif not row.deleted and person is not None and unit is not None and self._may_appoint(self._role(row)):
            thing = self._put(row, thing, person, unit)
        return Settled(row, POST if thing else "", thing, subject=person or 0)

    def _put(self, row: RosterLine, known: int | None, person: int, unit: int) -> int | None:
        role, begun = self._role(row), Organisation.objects.for_the_programme(WHY).get(pk=unit).founded
        first, last = max(self.plan.begins(row), begun), self.plan.ends(row)
        if last < first:
            return known
        held = {post.number: post for post in open_posts(person, first, last)}
        same = [post for post in held.values() if (post.role, post.organisation_id) == (role, unit)]
        if same and same[0].to_day == last:
            return int(same[0].number)
        if known in held:
            self.end(int(held[known].number))
        elif same:
            return int(same[0].number)
        if known in held and same:
            first = max(first, self.bringing.day)
        return appoint(self.bringing.by, person, role, unit, first, last)

    def end(self, number: int) -> None:
        """End a post before the day of the import, at once where it has just begun."""
        post = (
            Post.objects.for_the_programme(WHY).filter(pk=number, ended_at=None, to_day__gte=self.bringing.day).first()
        )
        if post is None or not self._may_appoint(post.role):
            return
        last = self.bringing.day - ONE_DAY
        end_post(self.bringing.by, number, last if last >= post.from_day else None)

    def _class(self, row: RosterLine) -> int | None:
        return self.kept.thing("classes", row.values.get("classSourcedId", ""), "organisation")

    def _role(self, row: RosterLine) -> str:
        words = roster_words()
        of_homeroom = row.values.get("classSourcedId", "") in self.plan.homerooms
        return words.main_post if is_main(row) and of_homeroom else words.other_post

    def _may_appoint(self, role: str) -> bool:
        return self.bringing.by.is_programme or policy().may_appoint(self.bringing.by.role, role)
