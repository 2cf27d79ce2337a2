"""Django looks for models here; they stand in files by subject."""

from xueheng.identity.checks import CHECKS
from xueheng.identity.model_accounts import Account
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
from xueheng.identity.model_people import (
    Consent,
    Enrolment,
    Guardianship,
    IdentityNumber,
    Person,
    PersonMerge,
)
from xueheng.identity.model_posts import Post, ReadingPurpose
from xueheng.identity.model_rosters import RosterRow, RosterSource
from xueheng.identity.sight import RULES

__all__ = [
    "CHECKS",
    "RULES",
    "Account",
    "Closure",
    "Consent",
    "Enrolment",
    "Erasure",
    "Guardianship",
    "HeadingMeaning",
    "IdentityNumber",
    "ImportedRow",
    "Organisation",
    "OrganisationLink",
    "OrganisationName",
    "OrganisationState",
    "Person",
    "PersonMerge",
    "Post",
    "ReadingPurpose",
    "RegisterImport",
    "RosterRow",
    "RosterSource",
    "Succession",
    "ValueMeaning",
]
