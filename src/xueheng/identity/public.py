"""Identity: what the other rooms may use."""

from xueheng.identity.account_list import GROUPS as ACCOUNT_GROUPS
from xueheng.identity.account_list import Holder, account_holders
from xueheng.identity.accounts import AccountRefused
from xueheng.identity.actions.add_person import add_people_many, add_person
from xueheng.identity.actions.appoint import appoint
from xueheng.identity.actions.approve_purpose import approve_purpose, refuse_purpose
from xueheng.identity.actions.ask_purpose import ask_purpose
from xueheng.identity.actions.change_own_account import note_own_password, note_security, sign_out_everywhere
from xueheng.identity.actions.close_account import close_account, open_account
from xueheng.identity.actions.close_organisation import close_organisation
from xueheng.identity.actions.correct_person import change_name, correct_person, set_number
from xueheng.identity.actions.delegate_post import delegate_post
from xueheng.identity.actions.describe_organisation import describe_organisation
from xueheng.identity.actions.end_post import end_post
from xueheng.identity.actions.enrol_many import EnrolmentOutcome, EnrolmentRow, enrol_many
from xueheng.identity.actions.enrol_pupil import enrol_pupil
from xueheng.identity.actions.found_organisation import found_organisation
from xueheng.identity.actions.give_consent import give_consent, withdraw_consent
from xueheng.identity.actions.link_guardian import end_guardianship, link_guardian
from xueheng.identity.actions.make_accounts import NewAccount, make_accounts
from xueheng.identity.actions.merge_organisations import merge_organisations
from xueheng.identity.actions.merge_people import merge_people
from xueheng.identity.actions.move_organisation import leave_hierarchy, move_organisation
from xueheng.identity.actions.move_pupil import move_pupil
from xueheng.identity.actions.promote_classes import promote_classes
from xueheng.identity.actions.read_sensitive import note_reading, read_sensitive
from xueheng.identity.actions.rename_organisation import rename_organisation
from xueheng.identity.actions.reset_password import reset_password
from xueheng.identity.actions.split_organisation import split_organisation
from xueheng.identity.actions.suspend_pupil import pupil_leaves, resume_pupil, suspend_pupil
from xueheng.identity.check_digits import Checked, NumberRefused, checked_credit_code, checked_number
from xueheng.identity.closure import above, under
from xueheng.identity.declared_routes import Declared, Route, Who, routes
from xueheng.identity.grade_ladder import grade_name
from xueheng.identity.holding import AccountClosed, Identity, PostEnded, identities, post_holds, viewer_for
from xueheng.identity.looking import Looking, who_looked
from xueheng.identity.middleware.current_post import CHOSEN, choose_identity, key_of
from xueheng.identity.model_accounts import Account
from xueheng.identity.model_organisations import Closure, Organisation
from xueheng.identity.model_people import Enrolment, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.new_people import NewPerson, PersonAdded, holders_of
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
from xueheng.identity.packs_in_force import library
from xueheng.identity.people import (
    PersonFound,
    classes_on,
    consent_state,
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
from xueheng.identity.policy import DeclaredPost, Policy, RightUnknown, policy
from xueheng.identity.post_refusals import PostRefused, PurposeMissing, PurposeRefused
from xueheng.identity.promotion import ClassChange, Promotion, preview_promotion
from xueheng.identity.purposes import MOST_DAYS, PURPOSES, with_purpose
from xueheng.identity.reach import once_within_reach, units_reached, within_reach
from xueheng.identity.route import RouteUndeclared, route, sign_in_first, taken_in, viewer_of, watched
from xueheng.identity.scopes import ScopedManager, ScopedQuerySet, ScopeMissing
from xueheng.identity.spoken_names import NameRefused, person_name, unit_name
from xueheng.identity.unit_changes import NewOrganisation
from xueheng.identity.unit_refusals import SplitHasNoOneSuccessor, UnitRefused, UnitUnknown
from xueheng.identity.unit_rights import units_of
from xueheng.identity.unit_titles import HIERARCHY_TITLES, KIND_TITLES
from xueheng.identity.viewer import GUARDIAN, PUBLIC, PUPIL, WITHOUT_POST, Viewer, programme_viewer, today
from xueheng.identity.visible import NOTHING, RuleMissing, declare_rule, may_do

__all__ = [
    "ACCOUNT_GROUPS",
    "CHOSEN",
    "GUARDIAN",
    "HIERARCHY_TITLES",
    "KIND_TITLES",
    "MOST_DAYS",
    "NOTHING",
    "OPEN",
    "PUBLIC",
    "PUPIL",
    "PURPOSES",
    "WITHOUT_POST",
    "Account",
    "AccountClosed",
    "AccountRefused",
    "Checked",
    "ClassChange",
    "Closure",
    "Declared",
    "DeclaredPost",
    "Enrolment",
    "EnrolmentOutcome",
    "EnrolmentRow",
    "EnrolmentsOverlap",
    "Holder",
    "Identity",
    "Looking",
    "NameRefused",
    "NewAccount",
    "NewOrganisation",
    "NewPerson",
    "NumberRefused",
    "NumberTaken",
    "Organisation",
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
    "Promotion",
    "PurposeMissing",
    "PurposeRefused",
    "RightUnknown",
    "Route",
    "RouteUndeclared",
    "RuleMissing",
    "ScopeMissing",
    "ScopedManager",
    "ScopedQuerySet",
    "SplitHasNoOneSuccessor",
    "UnitRefused",
    "UnitUnknown",
    "Viewer",
    "Who",
    "above",
    "account_holders",
    "add_people_many",
    "add_person",
    "appoint",
    "approve_purpose",
    "ask_purpose",
    "attributes_on",
    "change_name",
    "checked_credit_code",
    "checked_number",
    "child_counts",
    "children_on",
    "choose_identity",
    "classes_on",
    "close_account",
    "close_organisation",
    "consent_state",
    "correct_person",
    "declare_rule",
    "delegate_post",
    "describe_organisation",
    "end_guardianship",
    "end_post",
    "enrol_many",
    "enrol_pupil",
    "find_people",
    "found_organisation",
    "give_consent",
    "grade_name",
    "holders_of",
    "holds_on",
    "identities",
    "key_of",
    "leave_hierarchy",
    "library",
    "link_guardian",
    "make_accounts",
    "may",
    "may_do",
    "merge_organisations",
    "merge_people",
    "move_organisation",
    "move_pupil",
    "name_on",
    "names_for_the_programme",
    "names_of",
    "names_on",
    "note_own_password",
    "note_reading",
    "note_security",
    "numbers_of_same",
    "once_within_reach",
    "open_account",
    "parts_of",
    "person_file",
    "person_name",
    "policy",
    "post_holds",
    "preview_promotion",
    "programme_viewer",
    "promote_classes",
    "pupil_leaves",
    "read_sensitive",
    "refuse_purpose",
    "refused",
    "rename_organisation",
    "require",
    "reset_password",
    "resume_pupil",
    "route",
    "routes",
    "set_number",
    "sign_in_first",
    "sign_out_everywhere",
    "split_organisation",
    "standing_number",
    "successor_of",
    "successors",
    "suspend_pupil",
    "taken_in",
    "today",
    "under",
    "unit_name",
    "units_of",
    "units_reached",
    "viewer_for",
    "viewer_of",
    "visible_unit",
    "watched",
    "who_looked",
    "with_purpose",
    "withdraw_consent",
    "within_reach",
]
