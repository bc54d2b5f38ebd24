"""What was said on 21 January 2021, item by item: the sentences are ours, the facts are those of the sources."""

from __future__ import annotations

from dataclasses import dataclass, field

from comity.translation.texts import Text

# The areas that the reports name for each session, by the codes of the vocabulary.
SPOKEN_OF = {
    "first meeting": ["science", "capacity-building", "heritage", "environment", "scholarships"],
    "working session": [
        *("education", "science", "technology", "culture", "communication"),
        # in which they proposed to work together directly
        *("smart-agriculture", "climate-change", "heritage", "environment"),
    ],
    "daad": ["higher-education", "science", "scholarships", "science-diplomacy"],
}


@dataclass
class Saying:
    """One of the eight things said: what, by whom, between whom, and what it should lead to."""

    key: str
    words: Text
    said_by: Text
    areas: list[str]
    promisor: str = "icesco"
    beneficiary: str = "leibniz"
    unit: str = ""
    person: str = ""
    is_mutual: bool = False
    is_promise: bool = False
    expected: list[Text] = field(default_factory=list)


@dataclass
class Item:
    """An item of the agenda with what the reports tell of it and the things said under it."""

    title: Text
    minutes: Text
    sayings: list[Saying]


BOTH_HEADS = Text(
    en="Affirmed by both heads of delegation",
    fr="Affirmé par les deux chefs de délégation",
    ar="أكده رئيسا الوفدين",
)
IN_THE_SESSION = Text(en="Proposed in the session", fr="Proposé en séance", ar="اقتُرح خلال الجلسة")

ITEMS = [
    Item(
        Text(
            en="Fields of cooperation",
            fr="Domaines de coopération",
            ar="مجالات التعاون",
        ),
        Text(
            en="Both sides want to cooperate in education, science, technology, culture and communication.",
            fr="Les deux parties souhaitent coopérer en éducation, science, technologie, culture et communication.",
            ar="يرغب الجانبان في التعاون في التربية والعلوم والتقنية والثقافة والاتصال.",
        ),
        [
            Saying(
                "programmes",
                Text(
                    en="Carry out practical programmes with tangible results",
                    fr="Mener des programmes concrets aux résultats tangibles",
                    ar="تنفيذ برامج عملية ذات نتائج ملموسة",
                ),
                BOTH_HEADS,
                ["education", "science", "technology", "culture", "communication"],
                is_mutual=True,
                expected=[
                    Text(
                        en="A first joint programme with results",
                        fr="Un premier programme commun avec des résultats",
                        ar="أول برنامج مشترك له نتائج",
                    )
                ],
            ),
            Saying(
                "bridges",
                Text(
                    en="Build bridges between the Association and the Member States of ICESCO",
                    fr="Jeter des ponts entre l’Association et les États membres de l’ICESCO",
                    ar="مدّ الجسور بين المؤسسة والدول الأعضاء في الإيسيسكو",
                ),
                Text(
                    en="Welcomed by both heads of delegation",
                    fr="Salué par les deux chefs de délégation",
                    ar="رحّب به رئيسا الوفدين",
                ),
                ["science", "capacity-building"],
                is_mutual=True,
                expected=[
                    Text(
                        en="Institutes linked with centres and universities of the Member States",
                        fr="Des instituts reliés à des centres et universités des États membres",
                        ar="ربط المعاهد بمراكز وجامعات في الدول الأعضاء",
                    )
                ],
            ),
        ],
    ),
    Item(
        Text(
            en="The year of women 2021",
            fr="L’année de la femme 2021",
            ar="عام المرأة 2021",
        ),
        Text(
            en="The sides recalled the forum of December 2020 on scientific papers and patents, and spoke of a large "
            "international conference within what ICESCO planned for women in 2021.",
            fr="Les parties ont rappelé le forum de décembre 2020 sur les articles scientifiques et les brevets, et "
            "parlé d’une grande conférence internationale dans le cadre de ce que l’ICESCO prévoyait pour les femmes en 2021.",
            ar="استحضر الجانبان منتدى ديسمبر 2020 حول كتابة الأوراق العلمية وبراءات الاختراع، وتناولا عقد مؤتمر دولي "
            "كبير ضمن ما أعدته الإيسيسكو للمرأة في عام 2021.",
        ),
        [
            Saying(
                "conference",
                Text(
                    en="Prepare together a large international conference in the year of women 2021",
                    fr="Préparer ensemble une grande conférence internationale pour l’année de la femme 2021",
                    ar="الإعداد معا لمؤتمر دولي كبير في عام المرأة 2021",
                ),
                IN_THE_SESSION,
                ["women-in-science", "science"],
                is_mutual=True,
            )
        ],
    ),
    Item(
        Text(
            en="LIKAT: memorandum and joint doctorate",
            fr="LIKAT : mémorandum et doctorat conjoint",
            ar="معهد LIKAT: مذكرة التفاهم والدكتوراه المشتركة",
        ),
        Text(
            en="Professor Beller spoke of the memorandum proposed between ICESCO and LIKAT and of the joint Ph.D. "
            "programme of the two.",
            fr="Le professeur Beller a évoqué le mémorandum proposé entre l’ICESCO et le LIKAT et leur programme "
            "conjoint de doctorat.",
            ar="تحدث الأستاذ بيلر عن مذكرة التفاهم المقترحة بين الإيسيسكو ومعهد LIKAT وعن برنامجهما المشترك للدكتوراه.",
        ),
        [
            Saying(
                "memorandum",
                Text(
                    en="Conclude a memorandum of understanding between ICESCO and LIKAT, as a model for more Leibniz institutes",
                    fr="Conclure un mémorandum d’entente entre l’ICESCO et le LIKAT, modèle pour d’autres instituts Leibniz",
                    ar="إبرام مذكرة تفاهم بين الإيسيسكو ومعهد LIKAT لتكون نموذجا لمعاهد ليبنيز أخرى",
                ),
                Text(
                    en="Proposed by Prof. Matthias Beller, LIKAT",
                    fr="Proposé par le professeur Matthias Beller, LIKAT",
                    ar="اقترحه الأستاذ ماتياس بيلر، معهد LIKAT",
                ),
                ["catalysis", "sustainable-technologies"],
                promisor="leibniz",
                beneficiary="icesco",
                unit="likat",
                person="beller",
                expected=[
                    Text(
                        en="Emulated by other Leibniz institutes",
                        fr="Repris par d’autres instituts Leibniz",
                        ar="معاهد ليبنيز أخرى تحتذي به",
                    )
                ],
            ),
            Saying(
                "doctorate",
                Text(
                    en="Begin a joint Ph.D. programme of ICESCO and LIKAT",
                    fr="Lancer un programme conjoint de doctorat de l’ICESCO et du LIKAT",
                    ar="إطلاق برنامج مشترك للدكتوراه بين الإيسيسكو ومعهد LIKAT",
                ),
                Text(en="Named as upcoming", fr="Annoncé comme prochain", ar="ذُكر أنه قادم"),
                ["higher-education", "catalysis"],
                promisor="leibniz",
                beneficiary="icesco",
                unit="likat",
                is_mutual=True,
                expected=[
                    Text(
                        en="First joint doctorates",
                        fr="Premiers doctorats conjoints",
                        ar="أولى شهادات الدكتوراه المشتركة",
                    )
                ],
            ),
        ],
    ),
    Item(
        Text(
            en="Scholarships and direct cooperation of institutes",
            fr="Bourses et coopération directe des instituts",
            ar="المنح والتعاون المباشر بين المعاهد",
        ),
        Text(
            en="Directors of both sides presented their institutes and sectors; direct cooperation was proposed in smart "
            "agriculture, climate change research and heritage preservation.",
            fr="Les directeurs des deux parties ont présenté leurs instituts et secteurs ; une coopération directe a été "
            "proposée en agriculture intelligente, recherche sur le climat et préservation du patrimoine.",
            ar="عرض مديرو الجانبين معاهدهم وقطاعاتهم، واقتُرح تعاون مباشر في الزراعة الذكية وبحوث تغير المناخ وصون التراث.",
        ),
        [
            Saying(
                "scholarship",
                Text(
                    en="Create an “ICESCO-Leibniz-DAAD” Scholarship",
                    fr="Créer une bourse « ICESCO-Leibniz-DAAD »",
                    ar="إحداث منحة «إيسيسكو-ليبنيز-DAAD»",
                ),
                IN_THE_SESSION,
                ["scholarships", "higher-education"],
                is_mutual=True,
                expected=[Text(en="Scholarship", fr="Bourse", ar="المنحة")],
            )
        ],
    ),
    Item(
        Text(en="Observer Status", fr="Statut d’observateur", ar="صفة المراقب"),
        Text(
            en="ICESCO offers Observer Status to States that are not members and to international institutions; "
            "protection of the environment was named among the fields.",
            fr="L’ICESCO offre le statut d’observateur aux États non membres et aux institutions internationales ; la "
            "protection de l’environnement figure parmi les domaines cités.",
            ar="تتيح الإيسيسكو صفة المراقب للدول غير الأعضاء والمؤسسات الدولية، وذُكرت حماية البيئة ضمن المجالات.",
        ),
        [
            Saying(
                "observer",
                Text(
                    en="Offer Observer Status to non-Member States and international institutions",
                    fr="Offrir le statut d’observateur aux États non membres et aux institutions internationales",
                    ar="إتاحة صفة المراقب للدول غير الأعضاء والمؤسسات الدولية",
                ),
                Text(
                    en="Reaffirmed by the Director-General of ICESCO",
                    fr="Réaffirmé par le Directeur général de l’ICESCO",
                    ar="أكده المدير العام للإيسيسكو",
                ),
                ["environment", "culture", "communication"],
                expected=[
                    Text(
                        en="A request for Observer Status",
                        fr="Une demande de statut d’observateur",
                        ar="طلب للحصول على صفة المراقب",
                    )
                ],
            )
        ],
    ),
    Item(
        Text(en="Close", fr="Clôture", ar="الختام"),
        Text(
            en="The participants agreed on the next step.",
            fr="Les participants sont convenus de la prochaine étape.",
            ar="اتفق المشاركون على الخطوة التالية.",
        ),
        [
            Saying(
                "agreement",
                Text(
                    en="Draft a cooperation agreement between ICESCO and the Leibniz Association",
                    fr="Rédiger un accord de coopération entre l’ICESCO et l’Association Leibniz",
                    ar="صياغة اتفاقية تعاون بين الإيسيسكو ومؤسسة ليبنيز",
                ),
                Text(en="Agreed at the close", fr="Convenu à la clôture", ar="اتُّفق عليه في الختام"),
                ["science", "education"],
                is_mutual=True,
                is_promise=True,
                expected=[Text(en="Draft", fr="Projet d’accord", ar="المشروع")],
            )
        ],
    ),
]
