"""Which units, people and posts a viewer may see: one rule for each table of this room."""

from django.db.models import Model

from xueheng.identity.model_erasures import Erasure
from xueheng.identity.model_imports import HeadingMeaning, ImportedRow, RegisterImport, ValueMeaning
from xueheng.identity.model_organisations import (
    Closure,
    Organisation,
    OrganisationLink,
    OrganisationName,
    OrganisationState,
    Succession,
)
from xueheng.identity.model_people import Consent, Enrolment, Guardianship, IdentityNumber, Person, PersonMerge
from xueheng.identity.model_posts import Post, ReadingPurpose
from xueheng.identity.model_rosters import RosterRow, RosterSource
from xueheng.identity.sight import erasures, imports, people, posts, units
from xueheng.identity.visible import Rule, declare_rule

RULES: dict[type[Model], Rule] = {
    Closure: units.nobody,
    Organisation: units.organisations,
    OrganisationLink: units.links,
    OrganisationName: units.dated,
    OrganisationState: units.dated,
    Succession: units.successions,
    Consent: people.consents,
    Enrolment: people.enrolments,
    Erasure: erasures.erasures,
    Guardianship: people.guardianships,
    IdentityNumber: people.identity_numbers,
    Person: people.persons,
    PersonMerge: people.merges,
    Post: posts.posts,
    ReadingPurpose: posts.purposes,
    RegisterImport: imports.imports,
    ImportedRow: imports.rows,
    RosterSource: units.nobody,
    RosterRow: units.nobody,
    HeadingMeaning: imports.headings,
    ValueMeaning: imports.headings,
}

for _model, _rule in RULES.items():
    declare_rule(_model, _rule)
