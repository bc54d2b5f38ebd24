"""What the news of the example show besides words: drawings, a table and a file, all made from the record."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import override
from wagtail.documents.models import Document
from wagtail.images.models import Image

from comity.commitments.models import Commitment
from comity.events.models import Event
from comity.example.drawings import along_a_line, as_bars, between_two_sides
from comity.example.sayings import ITEMS
from comity.partners.models import Area, Organisation
from comity.translation.templatetags.said import number
from comity.translation.texts import Text
from comity.website.writing import Block

Said = dict[str, Commitment]
DRAWN = Text(en="drawn from the record", fr="dessinée d’après le registre", ar="رسم مستمد من السجل")
BOTH = Text(en="both sides", fr="les deux parties", ar="الجانبان")
HEADS = [
    Text(en="What was said", fr="Ce qui a été dit", ar="ما قيل"),
    Text(en="Who would do it", fr="Qui le ferait", ar="من يقوم به"),
    Text(en="How it was said", fr="Comment cela a été dit", ar="كيف قيل"),
]
BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know that the letters are UTF-8
SPOKEN_OF = ("education", "science", "technology", "culture", "communication")


def drawing(name: str, language: str, content: bytes, *, alternative: Text, caption: Text) -> dict[str, Any]:
    """This will keep a drawing as the newsroom keeps pictures, and give what a block says of it."""
    file = ContentFile(content, f"{name}-{language}.png")
    title = caption[language]
    kept = Image.objects.create(title=title, file=file, description=alternative[language])
    told = {"alternative": alternative[language], "caption": title, "credit": DRAWN[language]}
    return {"picture": kept, **told}


def with_register(blocks: dict[str, list[Block]], said: Said, sides: Sequence[Organisation]) -> dict[str, list[Block]]:
    """This will add to the news of the session a drawing, the table of what was said, and the same as a file."""
    made: Callable[[str], list[Block]] = lambda language: [  # noqa: E731 - named for what it gives
        ("picture", _fields(language, sides)),
        ("table", _table(language, said)),
        ("document", _file(language, said)),
    ]
    return {language: [*own, *made(language)] for language, own in blocks.items()}


def _fields(language: str, sides: Sequence[Organisation]) -> dict[str, Any]:
    called = [one.called.told_in(language) for one in sides]
    names = {one.code: one.name for one in Area.objects.filter(pk__in=SPOKEN_OF)}
    fields = [Text(names[code]).told_in(language) for code in SPOKEN_OF]
    return drawing(
        "fields",
        language,
        between_two_sides(language, called, fields),
        alternative=Text(
            en="ICESCO on one side and the Leibniz Association on the other; between them education, science, technology, culture and communication.",
            fr="L’ICESCO d’un côté et l’Association Leibniz de l’autre\u00a0; entre elles l’éducation, les sciences, la technologie, la culture et la communication.",
            ar="الإيسيسكو في جانب ومؤسسة ليبنيز في الجانب الآخر، وبينهما التربية والعلوم والتقنية والثقافة والاتصال.",
        ),
        caption=Text(
            en="The fields of which both sides spoke.",
            fr="Les domaines dont les deux parties ont parlé.",
            ar="المجالات التي تناولها الجانبان.",
        ),
    )


def _rows(language: str, said: Said) -> list[list[str]]:
    """Each thing that was said, in the order of the agenda."""
    sayings = [one for item in ITEMS for one in item.sayings]
    return [
        [
            one.words[language],
            BOTH[language] if one.is_mutual else said[one.key].promisor.called.told_in(language),
            one.said_by[language],
        ]
        for one in sayings
    ]


def _table(language: str, said: Said) -> dict[str, Any]:
    caption = Text(
        en="What was said in the session, item by item",
        fr="Ce qui a été dit en séance, point par point",
        ar="ما قيل في الجلسة بندا بندا",
    )
    heads = [one[language] for one in HEADS]
    return {"caption": caption[language], "columns": heads, "rows": _rows(language, said)}


def _file(language: str, said: Said) -> dict[str, Any]:
    name = Text(
        en="What was said in the session, as a table",
        fr="Ce qui a été dit en séance, sous forme de tableau",
        ar="ما قيل في الجلسة، في جدول",
    )
    text = io.StringIO()
    csv.writer(text).writerows([[one[language] for one in HEADS], *_rows(language, said)])
    content = ContentFile((BYTE_ORDER_MARK + text.getvalue()).encode(), f"what-was-said-{language}.csv")
    return {"document": Document.objects.create(title=name[language], file=content), "name": name[language]}


def with_drawings(blocks: dict[str, list[Block]], conference: Event) -> dict[str, list[Block]]:
    """This will add to the news of the plan a gallery: what had been until then, and how many came."""
    name = Text(
        en="What had been until then, drawn",
        fr="Ce qui avait eu lieu jusque-là, en dessins",
        ar="ما جرى حتى ذلك الحين في رسمين",
    )
    return {
        language: [
            *own,
            ("gallery", {"name": name[language], "pictures": [_days(language), _came(language, conference)]}),
        ]
        for language, own in blocks.items()
    }


DAYS = [
    (
        Text(en="21 January 2021", fr="21 janvier 2021", ar="21 يناير 2021"),
        Text(en="working session by video", fr="séance de travail par vidéo", ar="جلسة عمل عبر الفيديو"),
        True,
    ),
    (
        Text(en="11 February 2021", fr="11 février 2021", ar="11 فبراير 2021"),
        Text(
            en="conference on women in science", fr="conférence sur les femmes en science", ar="مؤتمر المرأة في العلوم"
        ),
        True,
    ),
    (
        Text(en="16 April 2021", fr="16 avril 2021", ar="16 أبريل 2021"),
        Text(en="framework agreement", fr="accord-cadre", ar="الاتفاق الإطاري"),
        True,
    ),
    (
        Text(en="summer of 2021", fr="été 2021", ar="صيف 2021"),
        Text(
            en="conference with industry, planned",
            fr="conférence avec l’industrie, prévue",
            ar="مؤتمر مع الصناعة، مقرر",
        ),
        False,
    ),
]


def _days(language: str) -> dict[str, Any]:
    return drawing(
        "days",
        language,
        along_a_line(language, [(day[language], what[language], is_known) for day, what, is_known in DAYS]),
        alternative=Text(
            en="One below the other: the working session on 21 January 2021, the conference on 11 February 2021, the framework agreement on 16 April 2021, and, as a ring, what is planned for the summer of 2021.",
            fr="De haut en bas\u00a0: la séance de travail du 21 janvier 2021, la conférence du 11 février 2021, l’accord-cadre du 16 avril 2021 et, en anneau, ce qui est prévu pour l’été 2021.",
            ar="من أعلى إلى أسفل: جلسة العمل يوم 21 يناير 2021، والمؤتمر يوم 11 فبراير 2021، والاتفاق الإطاري يوم 16 أبريل 2021، ثم حلقة تدل على ما هو مقرر في صيف 2021.",
        ),
        caption=Text(en="From the session to the plan.", fr="De la séance au projet.", ar="من الجلسة إلى الخطة."),
    )


def _came(language: str, conference: Event) -> dict[str, Any]:
    expected, came = conference.expected or 0, conference.took_part or 0
    words = Text(
        en="Expected: %(expected)s; took part: more than %(came)s",
        fr="Attendus\u00a0: %(expected)s\u00a0; ont pris part\u00a0: plus de %(came)s",
        ar="المتوقع: %(expected)s؛ وشارك أكثر من %(came)s",
    )
    with override(language):
        told = words[language] % {"expected": number(expected), "came": number(came)}
    first, second = told.split("؛" if language == "ar" else ";")
    bars = [(first.strip(), expected), (second.strip(), came)]
    return drawing(
        "participants",
        language,
        as_bars(language, bars),
        alternative=Text({language: f"{told}."}),
        caption=Text(
            en="The conference on women in science: expected and counted participants.",
            fr="La conférence sur les femmes en science\u00a0: participants attendus et comptés.",
            ar="مؤتمر المرأة في العلوم: المشاركون المتوقعون والفعليون.",
        ),
    )
