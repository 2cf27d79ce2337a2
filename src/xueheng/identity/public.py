"""Identity: what the other rooms may use."""

from xueheng.identity.account_list import GROUPS as ACCOUNT_GROUPS
from xueheng.identity.account_list import MOST_LISTED as ACCOUNTS_LISTED
from xueheng.identity.account_list import Holder, Holders, account_holders, staff_without_account
from xueheng.identity.accounts import AccountRefused
from xueheng.identity.actions.add_person import add_people_many, add_person
from xueheng.identity.actions.appoint import appoint
from xueheng.identity.actions.approve_purpose import approve_purpose, refuse_purpose
from xueheng.identity.actions.ask_purpose import ask_purpose
from xueheng.identity.actions.bring_register import bring_register
from xueheng.identity.actions.carry_out_erasure import carry_out_erasure, erasures_left, forget_words_about
from xueheng.identity.actions.change_own_account import note_own_password, note_security, sign_out_everywhere
from xueheng.identity.actions.check_register import check_register
from xueheng.identity.actions.check_roster import check_roster
from xueheng.identity.actions.close_account import close_account, open_account
from xueheng.identity.actions.close_organisation import close_organisation
from xueheng.identity.actions.correct_person import change_name, correct_person, set_number
from xueheng.identity.actions.decide_erasure import approve_erasure, refuse_erasure
from xueheng.identity.actions.delegate_post import delegate_post
from xueheng.identity.actions.describe_organisation import describe_organisation
from xueheng.identity.actions.end_post import end_post
from xueheng.identity.actions.enrol_many import EnrolmentOutcome, EnrolmentRow, enrol_many
from xueheng.identity.actions.enrol_pupil import enrol_pupil
from xueheng.identity.actions.export_roster import RosterOut, export_roster
from xueheng.identity.actions.found_organisation import found_organisation
from xueheng.identity.actions.give_consent import give_consent, withdraw_consent
from xueheng.identity.actions.link_guardian import end_guardianship, link_guardian
from xueheng.identity.actions.link_guardians import GuardianLink, link_guardians
from xueheng.identity.actions.look_under_purpose import file_under_purpose, find_under_purpose
from xueheng.identity.actions.make_accounts import NewAccount, make_accounts
from xueheng.identity.actions.merge_organisations import merge_organisations
from xueheng.identity.actions.merge_people import merge_people
from xueheng.identity.actions.move_many import PupilMove, move_many
from xueheng.identity.actions.move_organisation import leave_hierarchy, move_organisation
from xueheng.identity.actions.move_pupil import move_pupil
from xueheng.identity.actions.promote_classes import promote_classes
from xueheng.identity.actions.propose_erasure import counted as erasure_counted
from xueheng.identity.actions.propose_erasure import erasure_preview, propose_erasure
from xueheng.identity.actions.read_sensitive import (
    may_read_sensitive,
    note_reading,
    read_sensitive,
    reading_takes_purpose,
    sensitive_kept,
)
from xueheng.identity.actions.receive_register import receive_register
from xueheng.identity.actions.receive_roster import receive_roster
from xueheng.identity.actions.rename_organisation import rename_organisation
from xueheng.identity.actions.reset_password import reset_password
from xueheng.identity.actions.say_headings import say_headings
from xueheng.identity.actions.say_values import say_values
from xueheng.identity.actions.split_organisation import split_organisation
from xueheng.identity.actions.store_register import store_register
from xueheng.identity.actions.store_roster import store_roster
from xueheng.identity.actions.suspend_pupil import pupil_leaves, resume_pupil, suspend_pupil
from xueheng.identity.actions.withdraw_import import forget_old_imports, withdraw_import
from xueheng.identity.actions.withdraw_roster import withdraw_roster
from xueheng.identity.check_digits import Checked, NumberRefused, checked_credit_code, checked_number
from xueheng.identity.closure import above, under
from xueheng.identity.consent_kinds import CONSENTS, ConsentWords
from xueheng.identity.declared_routes import Declared, Route, Who, routes
from xueheng.identity.erasing import IDENTITY_ERASER, units_of_life
from xueheng.identity.erasure_grounds import GROUNDS as ERASURE_GROUNDS
from xueheng.identity.erasure_grounds import LAW as ERASURE_LAW
from xueheng.identity.erasure_grounds import ErasureRefused
from xueheng.identity.erasure_told import ErasureTold, erasure_told
from xueheng.identity.found_by_part import find_people_by_part, find_units_by_part
from xueheng.identity.founding import kinds_under, places_under, stages
from xueheng.identity.grade_ladder import grade_name, ladder
from xueheng.identity.grades_of_classes import grades_on
from xueheng.identity.heading_meanings import heading_meanings, remember_headings
from xueheng.identity.holding import (
    AccountClosed,
    Identity,
    PostEnded,
    identities,
    identities_of,
    post_holds,
    post_over,
    viewer_for,
)
from xueheng.identity.holding import last_day as post_last_day
from xueheng.identity.imports.given_back import RowTold, Slip, marked_register, rows_told, take_slips
from xueheng.identity.imports.import_told import ImportTold, import_told
from xueheng.identity.imports.outcomes import OUTCOMES
from xueheng.identity.imports.refusals import ImportNotReady, ImportRefused
from xueheng.identity.imports.registers import layouts_for
from xueheng.identity.journal_posts import posts_of_entries
from xueheng.identity.looking import Looking, purposes_of_entries, who_looked
from xueheng.identity.middleware.current_post import CHOSEN, choose_identity, key_of
from xueheng.identity.model_accounts import Account
from xueheng.identity.model_erasures import Erasure
from xueheng.identity.model_imports import ImportedRow, RegisterImport
from xueheng.identity.model_organisations import Closure, Organisation
from xueheng.identity.model_people import Consent, Enrolment, Guardianship, Person
from xueheng.identity.model_posts import Post, ReadingPurpose
from xueheng.identity.new_people import NewPerson, PersonAdded, holders_of
from xueheng.identity.oneroster.rights import ROSTER
from xueheng.identity.oneroster.told import (
    RosterTold,
    only_authority,
    rejected_rows,
    roster_rows,
    rosters_told,
    unit_of_code,
)
from xueheng.identity.organisations import (
    attributes_on,
    child_counts,
    children_on,
    name_on,
    names_on,
    parts_of,
    successor_of,
    successors,
    visible_unit,
)
from xueheng.identity.packs_in_force import PacksBroken, library
from xueheng.identity.people import (
    PersonFound,
    classes_on,
    consent_state,
    consent_states,
    find_people,
    names_for_the_programme,
    names_of,
    numbers_of_same,
    standing_number,
)
from xueheng.identity.people_refusals import EnrolmentsOverlap, NumberTaken, PeopleRefused, PersonMerged, PersonUnknown
from xueheng.identity.periods import OPEN, holds_on
from xueheng.identity.permission import PermissionRefused, may, refused, require
from xueheng.identity.person_file import PersonFile, person_file
from xueheng.identity.person_meant import WhoIsMeant, person_meant
from xueheng.identity.policy import DeclaredPost, Policy, RightUnknown, policy
from xueheng.identity.post_refusals import PostRefused, PurposeMissing, PurposeRefused
from xueheng.identity.post_writing import may_be_lent
from xueheng.identity.prepared_queries import PreparedQuery
from xueheng.identity.promotion import ClassChange, Promotion, preview_promotion
from xueheng.identity.purposes import (
    MOST_DAYS,
    PURPOSES,
    covered_by_purpose,
    purposes_in_force,
    sees_pupils_by_purpose,
    with_purpose,
)
from xueheng.identity.reach import once_within_reach, units_reached, within_reach
from xueheng.identity.rights import narrowings, rights_of
from xueheng.identity.route import RouteUndeclared, route, sign_in_first, taken_in, viewer_of, watched
from xueheng.identity.scopes import ScopedManager, ScopedQuerySet, ScopeMissing
from xueheng.identity.spoken_names import NameRefused, person_name, unit_name
from xueheng.identity.subject_spans import SubjectSpan, people_merged, subject_spans
from xueheng.identity.unit_changes import NewOrganisation
from xueheng.identity.unit_refusals import SplitHasNoOneSuccessor, UnitRefused, UnitUnknown
from xueheng.identity.unit_rights import manages_person, may_put_under, units_of
from xueheng.identity.unit_titles import HIERARCHY_TITLES, KIND_TITLES
from xueheng.identity.value_meanings import value_choices, value_meanings
from xueheng.identity.viewer import GUARDIAN, PUBLIC, PUPIL, WITHOUT_POST, Viewer, programme_viewer, today
from xueheng.identity.visible import NOTHING, RuleMissing, declare_rule, may_do

__all__ = [
    "ACCOUNTS_LISTED",
    "ACCOUNT_GROUPS",
    "CHOSEN",
    "CONSENTS",
    "ERASURE_GROUNDS",
    "ERASURE_LAW",
    "GUARDIAN",
    "HIERARCHY_TITLES",
    "IDENTITY_ERASER",
    "KIND_TITLES",
    "MOST_DAYS",
    "NOTHING",
    "OPEN",
    "OUTCOMES",
    "PUBLIC",
    "PUPIL",
    "PURPOSES",
    "ROSTER",
    "WITHOUT_POST",
    "Account",
    "AccountClosed",
    "AccountRefused",
    "Checked",
    "ClassChange",
    "Closure",
    "Consent",
    "ConsentWords",
    "Declared",
    "DeclaredPost",
    "Enrolment",
    "EnrolmentOutcome",
    "EnrolmentRow",
    "EnrolmentsOverlap",
    "Erasure",
    "ErasureRefused",
    "ErasureTold",
    "GuardianLink",
    "Guardianship",
    "Holder",
    "Holders",
    "Identity",
    "ImportNotReady",
    "ImportRefused",
    "ImportTold",
    "ImportedRow",
    "Looking",
    "NameRefused",
    "NewAccount",
    "NewOrganisation",
    "NewPerson",
    "NumberRefused",
    "NumberTaken",
    "Organisation",
    "PacksBroken",
    "PeopleRefused",
    "PermissionRefused",
    "Person",
    "PersonAdded",
    "PersonFile",
    "PersonFound",
    "PersonMerged",
    "PersonUnknown",
    "Policy",
    "Post",
    "PostEnded",
    "PostRefused",
    "PreparedQuery",
    "Promotion",
    "PupilMove",
    "PurposeMissing",
    "PurposeRefused",
    "ReadingPurpose",
    "RegisterImport",
    "RightUnknown",
    "RosterOut",
    "RosterTold",
    "Route",
    "RouteUndeclared",
    "RowTold",
    "RuleMissing",
    "ScopeMissing",
    "ScopedManager",
    "ScopedQuerySet",
    "Slip",
    "SplitHasNoOneSuccessor",
    "SubjectSpan",
    "UnitRefused",
    "UnitUnknown",
    "Viewer",
    "Who",
    "WhoIsMeant",
    "above",
    "account_holders",
    "add_people_many",
    "add_person",
    "appoint",
    "approve_erasure",
    "approve_purpose",
    "ask_purpose",
    "attributes_on",
    "bring_register",
    "carry_out_erasure",
    "change_name",
    "check_register",
    "check_roster",
    "checked_credit_code",
    "checked_number",
    "child_counts",
    "children_on",
    "choose_identity",
    "classes_on",
    "close_account",
    "close_organisation",
    "consent_state",
    "consent_states",
    "correct_person",
    "covered_by_purpose",
    "declare_rule",
    "delegate_post",
    "describe_organisation",
    "end_guardianship",
    "end_post",
    "enrol_many",
    "enrol_pupil",
    "erasure_counted",
    "erasure_preview",
    "erasure_told",
    "erasures_left",
    "export_roster",
    "file_under_purpose",
    "find_people",
    "find_people_by_part",
    "find_under_purpose",
    "find_units_by_part",
    "forget_old_imports",
    "forget_words_about",
    "found_organisation",
    "give_consent",
    "grade_name",
    "grades_on",
    "heading_meanings",
    "holders_of",
    "holds_on",
    "identities",
    "identities_of",
    "import_told",
    "key_of",
    "kinds_under",
    "ladder",
    "layouts_for",
    "leave_hierarchy",
    "library",
    "link_guardian",
    "link_guardians",
    "make_accounts",
    "manages_person",
    "marked_register",
    "may",
    "may_be_lent",
    "may_do",
    "may_put_under",
    "may_read_sensitive",
    "merge_organisations",
    "merge_people",
    "move_many",
    "move_organisation",
    "move_pupil",
    "name_on",
    "names_for_the_programme",
    "names_of",
    "names_on",
    "narrowings",
    "note_own_password",
    "note_reading",
    "note_security",
    "numbers_of_same",
    "once_within_reach",
    "only_authority",
    "open_account",
    "parts_of",
    "people_merged",
    "person_file",
    "person_meant",
    "person_name",
    "places_under",
    "policy",
    "post_holds",
    "post_last_day",
    "post_over",
    "posts_of_entries",
    "preview_promotion",
    "programme_viewer",
    "promote_classes",
    "propose_erasure",
    "pupil_leaves",
    "purposes_in_force",
    "purposes_of_entries",
    "read_sensitive",
    "reading_takes_purpose",
    "receive_register",
    "receive_roster",
    "refuse_erasure",
    "refuse_purpose",
    "refused",
    "rejected_rows",
    "remember_headings",
    "rename_organisation",
    "require",
    "reset_password",
    "resume_pupil",
    "rights_of",
    "roster_rows",
    "rosters_told",
    "route",
    "routes",
    "rows_told",
    "say_headings",
    "say_values",
    "sees_pupils_by_purpose",
    "sensitive_kept",
    "set_number",
    "sign_in_first",
    "sign_out_everywhere",
    "split_organisation",
    "staff_without_account",
    "stages",
    "standing_number",
    "store_register",
    "store_roster",
    "subject_spans",
    "successor_of",
    "successors",
    "suspend_pupil",
    "take_slips",
    "taken_in",
    "today",
    "under",
    "unit_name",
    "unit_of_code",
    "units_of",
    "units_of_life",
    "units_reached",
    "value_choices",
    "value_meanings",
    "viewer_for",
    "viewer_of",
    "visible_unit",
    "watched",
    "who_looked",
    "with_purpose",
    "withdraw_consent",
    "withdraw_import",
    "withdraw_roster",
    "within_reach",
]
