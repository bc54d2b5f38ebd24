"""Who may see and do what with partners, people and accounts. The code asks these tables; see docs/access/partners.md."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from comity.accounts.matrix import Matrix, Word

ORGANISATION = Matrix(
    "Organisation",
    """
                                           | visitor | other | side | link | reader | officer | head
    know of it                             | yes     | yes   | yes  | yes  | yes    | yes     | yes
    see whom to turn to                    | no      | no    | yes  | no   | yes    | yes     | yes
    enter and change it                    | no      | no    | no   | no   | no     | yes     | yes
    bring a table of organisations         | no      | no    | no   | no   | no     | yes     | yes
    read how the registry differs          | no      | no    | no   | no   | no     | yes     | yes
    """,
    covers={
        "know of it": """
            Organisation.name Organisation.short_name Organisation.sort_key Organisation.sort_key_fr Organisation.sort_key_ar
            Organisation.ror Organisation.wikidata
            Organisation.country Organisation.place Organisation.website Organisation.founded Organisation.note
            OrganisationName.text OrganisationName.language OrganisationName.folded Area.name Area.code
        """,
        "see whom to turn to": "FocalPoint.person",
        "bring a table of organisations": "Import.name Import.sha256 Import.rows Import.counts Import.happened",
        "read how the registry differs": "Taking.seen",
    },
    paths={"OrganisationName": "organisation", "FocalPoint": "partner", "Taking": "organisation"},
)


def _is_named_in_public(person: Any, sides: set[int]) -> bool:
    return any(office.is_published for office in person.offices.all())


def _works_for_the_reader(person: Any, sides: set[int]) -> bool:
    return any(office.is_published or office.organisation_id in sides for office in person.offices.all())


PERSON = Matrix(
    "Person",
    """
                                           | visitor   | other     | side          | link      | reader | officer | head
    know of them                           | published | published | yes           | published | yes    | yes     | yes
    see the e-mail address                 | no        | no        | no            | no        | no     | yes     | yes
    enter and change them                  | no        | no        | no            | no        | no     | yes     | yes
    """,
    words={"published": Word("an office of theirs stands in a published source", _is_named_in_public)},
    covers={
        "know of them": """
            Person.name Person.title Person.sort_key PersonName.text PersonName.language PersonName.folded
        """,
        "see the e-mail address": "Person.email Person.language",
    },
    paths={"PersonName": "person"},
)

OFFICE = Matrix(
    "Office",
    """
                                           | visitor   | other     | side | link      | reader | officer | head
    know of it                             | published | published | yes  | published | yes    | yes     | yes
    """,
    words={"published": Word("it stands in a published source", Q(is_published=True))},
    covers={"know of it": "Office.title Office.person"},
)

ACCOUNT = Matrix(
    "User",
    """
                                           | visitor | other | side | link | reader | officer | head
    know who signs in here                 | no      | no    | no   | no   | no     | yes     | yes
    invite, give roles, close accounts     | no      | no    | no   | no   | no     | no      | yes
    see to whom links were sent            | no      | no    | no   | no   | no     | yes     | yes
    """,
    covers={
        "know who signs in here": "User.name",
        "invite, give roles, close accounts": "User.email User.language User.zone",
        "see to whom links were sent": "SignedLink.name SignedLink.email SignedLink.language",
    },
)

MATRICES = [ORGANISATION, PERSON, OFFICE, ACCOUNT]
