"""The vocabulary of the areas of interest: few, written by hand, each under a code that never changes.

A code that is no longer wanted stays here, for what it marked; new ones are added at the end of their group and
entered with a migration that calls `enter_areas`.
"""

from __future__ import annotations

from typing import Any

from comity.translation.texts import Text

AREAS: dict[str, Text] = {
    # learning
    "education": Text(en="Education", fr="Éducation", ar="التربية والتعليم"),
    "higher-education": Text(en="Higher education", fr="Enseignement supérieur", ar="التعليم العالي"),
    "scholarships": Text(en="Scholarships", fr="Bourses d’études", ar="المنح الدراسية"),
    "capacity-building": Text(en="Capacity building", fr="Renforcement des capacités", ar="بناء القدرات"),
    "youth": Text(en="Youth", fr="Jeunesse", ar="الشباب"),
    # science
    "science": Text(en="Science", fr="Sciences", ar="العلوم"),
    "technology": Text(en="Technology", fr="Technologie", ar="التقنية"),
    "women-in-science": Text(en="Women in science", fr="Femmes et sciences", ar="المرأة في العلوم"),
    "open-science": Text(en="Open science", fr="Science ouverte", ar="العلم المفتوح"),
    "science-diplomacy": Text(en="Science diplomacy", fr="Diplomatie scientifique", ar="الدبلوماسية العلمية"),
    "catalysis": Text(en="Chemistry and catalysis", fr="Chimie et catalyse", ar="الكيمياء والحفز"),
    "astrophysics": Text(en="Astrophysics", fr="Astrophysique", ar="الفيزياء الفلكية"),
    "space": Text(en="Space", fr="Espace", ar="الفضاء"),
    "digital": Text(
        en="Digital transformation and artificial intelligence",
        fr="Transformation numérique et intelligence artificielle",
        ar="التحول الرقمي والذكاء الاصطناعي",
    ),
    "innovation": Text(en="Innovation and patents", fr="Innovation et brevets", ar="الابتكار وبراءات الاختراع"),
    # land, climate and health
    "smart-agriculture": Text(en="Smart agriculture", fr="Agriculture intelligente", ar="الزراعة الذكية"),
    "climate-change": Text(
        en="Climate change research", fr="Recherche sur le changement climatique", ar="بحوث تغير المناخ"
    ),
    "environment": Text(en="Environment protection", fr="Protection de l’environnement", ar="حماية البيئة"),
    "sustainable-technologies": Text(
        en="Sustainable technologies", fr="Technologies durables", ar="التقنيات المستدامة"
    ),
    "water": Text(en="Water", fr="Eau", ar="المياه"),
    "energy": Text(en="Energy", fr="Énergie", ar="الطاقة"),
    "health": Text(en="Health", fr="Santé", ar="الصحة"),
    # culture
    "culture": Text(en="Culture", fr="Culture", ar="الثقافة"),
    "communication": Text(en="Communication", fr="Communication", ar="الاتصال"),
    "heritage": Text(en="Heritage preservation", fr="Préservation du patrimoine", ar="صون التراث"),
    "languages": Text(en="Languages", fr="Langues", ar="اللغات"),
    "social-sciences": Text(
        en="Social and human sciences", fr="Sciences sociales et humaines", ar="العلوم الاجتماعية والإنسانية"
    ),
}


def enter_areas(area: Any) -> None:
    """This will enter the vocabulary into the table of `area`, as a migration gives it; names follow this page."""
    for code, name in AREAS.items():
        area.objects.update_or_create(code=code, defaults={"name": name})
