"""What a machine is said to have made of two articles of the example: sample text, as a machine might write it.

No engine made it. It stands here so that the notice to readers and the queue of reviewers can be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from comity.accounts.models import User
from comity.engines.translating import Rendered
from comity.translating.ledger import itself
from comity.translating.models import Passage, Version
from comity.translating.rendering import bring_up_to_date
from comity.translating.reviewing import accept
from comity.website.models import Article

ENGINE, VERSION = "sample engine", "sample data"
# What a check would have found: a number of the original is another one.
WRONG_NUMBER = "وكان ينتظر خمسة آلاف من المشاركين من 350 جامعة. أكثر من 200 شاركوا."
FRENCH = {
    "“A better world succeeds only with women in science”": "« Un monde meilleur réussit seulement avec des femmes dans la science »",
    "A conference on the International Day of Women and Girls in Science: what was expected, and how many came.": "Une conférence sur la Journée internationale des femmes et des filles de science : ce qui était attendu, et combien venaient.",
    "On 11 February 2021, the International Day of Women and Girls in Science, ICESCO, the Leibniz Institute for Catalysis and the Space Foundation held a conference by video and in Rabat.": "Le 11 février 2021, la Journée internationale des femmes et des filles de science, l’ICESCO, l’Institut Leibniz de catalyse et la Space Foundation ont tenu une conférence par vidéo et dans Rabat.",
    "Five thousand participants from 350 universities had been expected. More than 2,000 took part.": "Cinq mille participants de 350 universités avaient été attendus. Plus que 2 000 ont pris partie.",
    "That a large international conference would be prepared together had been said in the working session three weeks before.": "Qu’une large conférence internationale serait préparée ensemble avait été dit dans la session de travail trois semaines avant.",
}
ARABIC = {
    "“A better world succeeds only with women in science”": "«العالم الأفضل ينجح فقط مع النساء في العلوم»",
    "A conference on the International Day of Women and Girls in Science: what was expected, and how many came.": "مؤتمر على اليوم الدولي للمرأة والفتاة في ميدان العلوم: ماذا كان متوقعا، وكم جاؤوا.",
    "On 11 February 2021, the International Day of Women and Girls in Science, ICESCO, the Leibniz Institute for Catalysis and the Space Foundation held a conference by video and in Rabat.": "في 11 فبراير 2021، اليوم الدولي للمرأة والفتاة في ميدان العلوم، الإيسيسكو ومعهد ليبنيز للحفز الكيميائي ومؤسسة الفضاء عقدوا مؤتمرا بالفيديو وفي الرباط.",
    "Five thousand participants from 350 universities had been expected. More than 2,000 took part.": WRONG_NUMBER,
    "That a large international conference would be prepared together had been said in the working session three weeks before.": "أن مؤتمرا دوليا كبيرا سيكون معدا معا كان قد قيل في جلسة العمل ثلاثة أسابيع قبل.",
    "ICESCO and LIKAT conclude a framework agreement": "الإيسيسكو ومعهد LIKAT يبرمان اتفاقا إطاريا",
    "What was proposed in January is an agreement in April: research, training and doctoral work, for five years.": "ما اقترح في يناير هو اتفاق في أبريل: البحث والتدريب والعمل الدكتورالي، لخمس سنوات.",
    "ICESCO and the Leibniz Institute for Catalysis (LIKAT) concluded a framework agreement on 16 April 2021, for five years at first.": "أبرمت الإيسيسكو ومعهد ليبنيز للحفز الكيميائي (LIKAT) اتفاقا إطاريا في 16 أبريل 2021، لخمس سنوات في الأول.",
    "They want to do research on environmentally friendly technologies together, to put scientific results to use, and to train people in chemistry, catalysis and sustainable technologies.": "يريدون أن يفعلوا البحث على التقنيات الصديقة للبيئة معا، ووضع النتائج العلمية للاستخدام، وتدريب الناس في الكيمياء والحفز والتقنيات المستدامة.",
    "Conferences, seminars and workshops for young researchers are meant to follow, and joint support of doctoral work in Rostock and at institutes in countries of the Islamic world.": "المؤتمرات والندوات وورش العمل للباحثين الشباب يقصد أن تتبع، والدعم المشترك للعمل الدكتورالي في روستوك وفي المعاهد في بلدان العالم الإسلامي.",
}
WORDS = {"fr": FRENCH, "ar": ARABIC}


def _sample_engine(language: str, texts: Sequence[str]) -> list[Rendered]:
    made = [WORDS[language][one] for one in texts]
    return [Rendered(one, ENGINE, VERSION, "", ("numbers",) if one == WRONG_NUMBER else ()) for one in made]


def translate_samples(articles: Sequence[Article], *, reviewed: str, by: User) -> None:
    """This will let the sample engine translate articles; of the one with the title `reviewed`, `by` reviews that."""
    machine = itself()
    for version in Version.objects.of_pages([one.translation_key for one in articles]).order_by("pk"):
        bring_up_to_date(version, by=machine, engine=partial(_sample_engine, version.language))
        version.done(asked_at=version.due_at)
        titles = [one for one in version.passages.in_order().select_related("version") if one.is_title]
        _accept([one for one in titles if one.source_text == reviewed], by=by)


def _accept(passages: Sequence[Passage], *, by: User) -> None:
    for one in passages:
        accept(one, by=by)
