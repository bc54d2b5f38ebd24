"""The news of the example: written for it from what published sources report, and marked as sample text."""

from __future__ import annotations

from datetime import date

from comity.accounts.models import User
from comity.agreements.models import Agreement
from comity.events.models import Event
from comity.example.organisations import ICESCO, LEIBNIZ, LIKAT
from comity.example.shown import Said, with_register
from comity.example.translated import translate_samples
from comity.meetings.models import Session
from comity.partners.models import Organisation
from comity.translation.texts import Text
from comity.website.models import Article
from comity.website.writing import Block, Story, write_article

Organisations = dict[str, Organisation]


def publish_news(
    organisations: Organisations,
    *,
    forum: Event,
    session: Session,
    conference: Event,
    agreement: Agreement,
    said: Said,
    by: User,
) -> list[dict[str, Article]]:
    """This will publish four articles, each tied to the records that it is about; two are translated by a machine."""
    written = [
        write_article(story, by=by, is_published=True)
        for story in (_of_forum(organisations, forum), _of_session(organisations, session, said))
    ]
    stories = [_of_conference(organisations, conference, session), _of_agreement(organisations, agreement, session)]
    articles = [write_article(story, by=by, is_published=True)["en"] for story in stories]
    translate_samples(articles, reviewed=stories[-1].title["en"], by=by)
    return [*written, *(_in_every_language(one) for one in articles)]


def _in_every_language(article: Article) -> dict[str, Article]:
    versions = Article.objects.to_read().versions_of(article)
    return {one.locale.language_code: one for one in versions}


def told(words: dict[str, list[str]], *records: str) -> dict[str, list[Block]]:
    """The paragraphs in each language, and the records after the first of them."""
    return {
        language: [
            ("text", f"<p>{first}</p>"),
            *(("record", one) for one in records),
            ("text", "".join(f"<p>{one}</p>" for one in rest)),
        ]
        for language, (first, *rest) in words.items()
    }


def _of_forum(organisations: Organisations, forum: Event) -> Story:
    words = {
        "en": [
            "On 14 and 15 December 2020, ICESCO held a forum on writing scientific papers and patents, at its headquarters in Rabat and online.",
            "Four partners took part in it: the International University of Rabat, COMSATS University Islamabad, the National Center for Scientific and Technical Research of Morocco, and the Leibniz Institute for Astrophysics Potsdam. Raheel Qamar, Head of the Science and Technology Sector, opened it.",
            "At the forum, ICESCO announced 300 scholarships as one axis of its strategy.",
        ],
        "fr": [
            "Les 14 et 15 décembre 2020, l’ICESCO a tenu un forum sur la rédaction d’articles scientifiques et de brevets, à son siège de Rabat et en ligne.",
            "Quatre partenaires y ont pris part : l’Université internationale de Rabat, l’Université COMSATS d’Islamabad, le Centre national pour la recherche scientifique et technique du Maroc et l’Institut Leibniz d’astrophysique de Potsdam. Raheel Qamar, chef du Secteur des sciences et de la technologie, l’a ouvert.",
            "Lors du forum, l’ICESCO a annoncé 300 bourses comme un axe de sa stratégie.",
        ],
        "ar": [
            "عقدت الإيسيسكو يومي 14 و15 ديسمبر 2020 منتدى حول كتابة الأوراق العلمية وبراءات الاختراع، في مقرها بالرباط وعن بعد.",
            "وشارك فيه أربعة شركاء: جامعة الرباط الدولية، وجامعة كومساتس في إسلام آباد، والمركز الوطني للبحث العلمي والتقني بالمغرب، ومعهد ليبنيز للفيزياء الفلكية في بوتسدام. وافتتحه رحيل قمر، رئيس قطاع العلوم والتقنية.",
            "وأعلنت الإيسيسكو في المنتدى 300 منحة دراسية محورا من محاور استراتيجيتها.",
        ],
    }
    return Story(
        slug="forum-on-papers-and-patents",
        date=date(2020, 12, 15),
        title=Text(
            en="Two days on writing papers and patents",
            fr="Deux jours sur la rédaction d’articles et de brevets",
            ar="يومان حول كتابة الأوراق العلمية وبراءات الاختراع",
        ),
        introduction=Text(
            en="A forum in Rabat and online brought ICESCO and four partners together.",
            fr="Un forum à Rabat et en ligne a réuni l’ICESCO et quatre partenaires.",
            ar="منتدى في الرباط وعن بعد جمع الإيسيسكو وأربعة شركاء.",
        ),
        blocks=told(words, f"event {forum.pk}"),
        areas=["science", "innovation", "capacity-building", "scholarships"],
        concerned=[organisations[key] for key in ("uir", "cui", "cnrst", "aip")],
        is_sample=True,
    )


def _of_session(organisations: Organisations, session: Session, said: Said) -> Story:
    words = {
        "en": [
            "ICESCO and the Leibniz Association met by video on 21 January 2021. Director-General Salim M. AlMalik headed the delegation of ICESCO; President Matthias Kleiner headed that of the Association.",
            "They spoke of education, science, technology, culture and communication. Smart agriculture, climate change research and the preservation of heritage were proposed as fields of direct cooperation.",
            "A memorandum of understanding of ICESCO and the Leibniz Institute for Catalysis was proposed, meant as a model for further institutes, and a joint scholarship with DAAD. At the close, both sides agreed to draft a cooperation agreement.",
        ],
        "fr": [
            "L’ICESCO et l’Association Leibniz se sont réunies par vidéo le 21 janvier 2021. Le Directeur général Salim M. AlMalik conduisait la délégation de l’ICESCO ; le Président Matthias Kleiner, celle de l’Association.",
            "Il a été question d’éducation, de sciences, de technologie, de culture et de communication. L’agriculture intelligente, la recherche sur le changement climatique et la préservation du patrimoine ont été proposées comme domaines de coopération directe.",
            "Un mémorandum d’entente entre l’ICESCO et l’Institut Leibniz de catalyse a été proposé, appelé à servir de modèle à d’autres instituts, ainsi qu’une bourse commune avec le DAAD. Pour finir, les deux parties sont convenues de rédiger un accord de coopération.",
        ],
        "ar": [
            "اجتمعت الإيسيسكو ومؤسسة ليبنيز عبر الفيديو يوم 21 يناير 2021. وترأس المدير العام سالم بن محمد المالك وفد الإيسيسكو، وترأس الرئيس ماتياس كلاينر وفد المؤسسة.",
            "وتناول الاجتماع التربية والعلوم والتقنية والثقافة والاتصال. واقتُرحت الزراعة الذكية وبحوث تغير المناخ والحفاظ على التراث مجالات للتعاون المباشر.",
            "واقتُرحت مذكرة تفاهم بين الإيسيسكو ومعهد ليبنيز للحفز الكيميائي، على أن تكون نموذجا لمعاهد أخرى، ومنحة مشتركة مع DAAD. وفي الختام اتفق الجانبان على صياغة اتفاق تعاون.",
        ],
    }
    return Story(
        slug="working-session-with-the-leibniz-association",
        date=date(2021, 1, 22),
        title=Text(
            en="ICESCO and the Leibniz Association look for ways to work together",
            fr="L’ICESCO et l’Association Leibniz cherchent comment travailler ensemble",
            ar="الإيسيسكو ومؤسسة ليبنيز تبحثان سبل العمل المشترك",
        ),
        introduction=Text(
            en="In a session by video, both sides named what they could do together, and agreed to draft an agreement.",
            fr="Lors d’une séance par vidéo, les deux parties ont dit ce qu’elles pourraient faire ensemble et sont convenues de rédiger un accord.",
            ar="في جلسة عبر الفيديو، ذكر الجانبان ما يمكنهما فعله معا، واتفقا على صياغة اتفاق.",
        ),
        blocks=with_register(
            told(words, f"session {session.pk}", f"partner {organisations[LEIBNIZ].pk}"),
            said,
            [organisations[ICESCO], organisations[LEIBNIZ]],
        ),
        session=session,
        areas=["education", "science", "technology", "culture", "communication"],
        concerned=[organisations[LEIBNIZ], organisations[LIKAT]],
        is_sample=True,
    )


def _of_conference(organisations: Organisations, conference: Event, session: Session) -> Story:
    words = {
        "en": [
            "On 11 February 2021, the International Day of Women and Girls in Science, ICESCO, the Leibniz Institute for Catalysis and the Space Foundation held a conference by video and in Rabat.",
            "Five thousand participants from 350 universities had been expected. More than 2,000 took part.",
            "That a large international conference would be prepared together had been said in the working session three weeks before.",
        ],
    }
    return Story(
        slug="women-in-science-2021",
        date=date(2021, 2, 11),
        title=Text(
            en="“A better world succeeds only with women in science”",
        ),
        introduction=Text(
            en="A conference on the International Day of Women and Girls in Science: what was expected, and how many came.",
        ),
        blocks=told(words, f"event {conference.pk}"),
        session=session,
        areas=["women-in-science", "science"],
        concerned=[organisations[LIKAT], organisations["space"]],
        is_sample=True,
    )


def _of_agreement(organisations: Organisations, agreement: Agreement, session: Session) -> Story:
    words = {
        "en": [
            "ICESCO and the Leibniz Institute for Catalysis (LIKAT) concluded a framework agreement on 16 April 2021, for five years at first.",
            "They want to do research on environmentally friendly technologies together, to put scientific results to use, and to train people in chemistry, catalysis and sustainable technologies.",
            "Conferences, seminars and workshops for young researchers are meant to follow, and joint support of doctoral work in Rostock and at institutes in countries of the Islamic world.",
        ],
        "fr": [
            "L’ICESCO et l’Institut Leibniz de catalyse (LIKAT) ont conclu un accord-cadre le 16 avril 2021, pour cinq ans d’abord.",
            "Ils veulent mener ensemble des recherches sur des technologies respectueuses de l’environnement, mettre à profit des résultats scientifiques et former à la chimie, à la catalyse et aux technologies durables.",
            "Doivent suivre des conférences, des séminaires et des ateliers pour jeunes chercheurs, et un soutien commun à des thèses à Rostock et dans des instituts de pays du monde islamique.",
        ],
    }
    return Story(
        slug="framework-agreement-with-likat",
        date=date(2021, 4, 16),
        title=Text(
            en="ICESCO and LIKAT conclude a framework agreement",
            fr="L’ICESCO et le LIKAT concluent un accord-cadre",
        ),
        introduction=Text(
            en="What was proposed in January is an agreement in April: research, training and doctoral work, for five years.",
            fr="Ce qui fut proposé en janvier est un accord en avril : recherche, formation et thèses, pour cinq ans.",
        ),
        blocks=told(words, f"agreement {agreement.pk}"),
        session=session,
        areas=["catalysis", "sustainable-technologies", "higher-education"],
        concerned=[organisations[LIKAT]],
        is_sample=True,
    )
