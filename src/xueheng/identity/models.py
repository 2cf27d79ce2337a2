"""Django looks for models here; they stand in files by subject."""

from xueheng.identity.model_accounts import Account
from xueheng.identity.model_organisations import (
    Closure,
    Organisation,
    OrganisationLink,
    OrganisationName,
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

__all__ = [
    "Account",
    "Closure",
    "Consent",
    "Enrolment",
    "Guardianship",
    "IdentityNumber",
    "Organisation",
    "OrganisationLink",
    "OrganisationName",
    "Person",
    "PersonMerge",
    "Post",
    "ReadingPurpose",
    "Succession",
]
