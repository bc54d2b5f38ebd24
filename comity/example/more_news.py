"""More news of the example: what was said before and after, and what is only planned; written and marked as the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from comity.accounts.models import User
from comity.agreements.models import Agreement
from comity.commitments.models import Commitment
from comity.events.models import Event
from comity.example.news import Organisations, told
from comity.example.organisations import LEIBNIZ, LIKAT
from comity.example.shown import with_drawings
from comity.meetings.models import Session
from comity.translation.texts import Text
from comity.website.writing import Story, write_article


@dataclass(frozen=True)
class Told:
    """The records of which these articles tell."""

    first_meeting: Session
    session: Session
    observer: Commitment
    scholarship: Commitment
    conference: Event
    agreement: Agreement
    planned: Event
    daad_meeting: Session


def publish_more_news(organisations: Organisations, of: Told, *, by: User) -> None:
    """This will publish four more articles in three languages, each tied to the records that it is about."""
    for story in (
        _of_first_meeting(organisations, of),
        _of_observer_status(of),
        _of_plan(organisations, of),
        _of_daad(organisations, of),
    ):
        write_article(story, by=by, is_published=True)


def _of_first_meeting(organisations: Organisations, of: Told) -> Story:
    words = {
        "en": [
            "In the second half of 2020, ICESCO and the Leibniz Association met by video for the first time. Director-General Salim M. AlMalik headed the delegation of ICESCO; Vice President Matthias Beller headed that of the Association.",
            "Scientific research, capacity building, cultural heritage and the environment were named as fields, and scholarships for students from Member States.",
            "The Association’s 96 institutes were to be linked with research centres and universities of the Member States. On which day the two met is not known.",
        ],
        "fr": [
            "Au second semestre de 2020, l’ICESCO et l’Association Leibniz se sont réunies par vidéo pour la première fois. Le Directeur général Salim M. AlMalik conduisait la délégation de l’ICESCO\u00a0; le Vice-président Matthias Beller, celle de l’Association.",
            "La recherche scientifique, le renforcement des capacités, le patrimoine culturel et l’environnement ont été cités comme domaines, ainsi que des bourses pour étudiants des États membres.",
            "Les 96 instituts de l’Association devaient être reliés à des centres de recherche et à des universités des États membres. On ignore quel jour la réunion a eu lieu.",
        ],
        "ar": [
            "اجتمعت الإيسيسكو ومؤسسة ليبنيز عبر الفيديو لأول مرة في النصف الثاني من عام 2020. وترأس المدير العام سالم بن محمد المالك وفد الإيسيسكو، وترأس نائب الرئيس ماتياس بيلر وفد المؤسسة.",
            "وذُكر البحث العلمي وبناء القدرات والتراث الثقافي والبيئة مجالات للتعاون، ومعها منح لطلاب الدول الأعضاء.",
            "وكان المراد ربط معاهد المؤسسة البالغ عددها 96 معهدا بمراكز بحوث وجامعات في الدول الأعضاء. ولا يُعرف اليوم الذي عُقد فيه الاجتماع.",
        ],
    }
    return Story(
        slug="first-meeting-by-video",
        date=date(2020, 12, 31),  # the last day on which it can have been held
        title=Text(en="A first meeting by video", fr="Une première réunion par vidéo", ar="اجتماع أول عبر الفيديو"),
        introduction=Text(
            en="ICESCO and the Leibniz Association named what they could do together.",
            fr="L’ICESCO et l’Association Leibniz ont dit ce qu’elles pourraient faire ensemble.",
            ar="الإيسيسكو ومؤسسة ليبنيز ذكرتا ما يمكنهما فعله معا.",
        ),
        blocks=told(words, f"session {of.first_meeting.pk}"),
        session=of.first_meeting,
        areas=["science", "capacity-building", "heritage", "environment", "scholarships"],
        concerned=[organisations[LEIBNIZ]],
        is_sample=True,
    )


def _of_observer_status(of: Told) -> Story:
    words = {
        "en": [
            "In the working session of 21 January 2021, the Director-General of ICESCO reaffirmed that Observer Status is open to States that are not members, and to international institutions.",
            "Whoever holds it takes part without a vote in the General Conference, the Executive Council and the specialised conferences of ministers. Its experts are invited to technical meetings and scientific committees; it presents its experience, contributes to plans of action, and may fund programmes of its choice. There is no financial obligation.",
            "A State asks for it by a letter to the Director-General; an organisation sends a letter with documents. Whether anybody asked for it after the session is not known.",
        ],
        "fr": [
            "Lors de la séance de travail du 21 janvier 2021, le Directeur général de l’ICESCO a réaffirmé que le statut d’observateur est ouvert aux États non membres et aux institutions internationales.",
            "Qui en bénéficie prend part, sans droit de vote, à la Conférence générale, au Conseil exécutif et aux conférences ministérielles spécialisées. Ses experts sont invités aux réunions techniques et aux comités scientifiques\u00a0; il présente son expérience, contribue aux plans d’action et peut financer des programmes de son choix. Il n’en résulte aucune obligation financière.",
            "Un État le demande par une lettre au Directeur général\u00a0; une organisation envoie une lettre accompagnée de documents. On ignore si quelqu’un l’a demandé après la séance.",
        ],
        "ar": [
            "في جلسة العمل المنعقدة في 21 يناير 2021، أكد المدير العام للإيسيسكو أن صفة المراقب متاحة للدول غير الأعضاء وللمؤسسات الدولية.",
            "ويشارك من يحملها دون حق التصويت في المؤتمر العام والمجلس التنفيذي والمؤتمرات الوزارية المتخصصة. ويُدعى خبراؤه إلى الاجتماعات التقنية واللجان العلمية، ويعرض تجربته ويسهم في خطط العمل، وله أن يمول ما يختاره من برامج. ولا يترتب عليها أي التزام مالي.",
            "وتطلبها الدولة برسالة إلى المدير العام، وترسل المنظمة رسالة مرفقة بوثائق. ولا يُعرف هل طلبها أحد بعد الجلسة.",
        ],
    }
    return Story(
        slug="observer-status",
        date=date(2021, 1, 22),
        title=Text(
            en="What Observer Status gives", fr="Ce que donne le statut d’observateur", ar="ما تتيحه صفة المراقب"
        ),
        introduction=Text(
            en="Taking part without a vote, and without a financial obligation.",
            fr="Prendre part sans voter, et sans obligation financière.",
            ar="مشاركة دون تصويت ودون التزام مالي.",
        ),
        blocks=told(words, f"commitment {of.observer.pk}"),
        session=of.session,
        areas=["environment", "culture", "communication"],
        is_sample=True,
    )


def _of_plan(organisations: Organisations, of: Told) -> Story:
    words = {
        "en": [
            "A conference on the cooperation of science and industry is planned for the summer of 2021. It would be the next joint activity of ICESCO and the Leibniz Institute for Catalysis (LIKAT) after the framework agreement of 16 April 2021.",
            "It would follow the conference on women in science of 11 February 2021, in which more than 2,000 people took part.",
            "Neither a day nor a place is recorded.",
        ],
        "fr": [
            "Une conférence sur la coopération entre la science et l’industrie est prévue pour l’été 2021. Ce serait la prochaine activité commune de l’ICESCO et de l’Institut Leibniz de catalyse (LIKAT) après l’accord-cadre du 16 avril 2021.",
            "Elle ferait suite à la conférence du 11 février 2021 sur les femmes en science, à laquelle plus de 2\u202f000 personnes ont pris part.",
            "Ni jour ni lieu ne sont enregistrés.",
        ],
        "ar": [
            "من المقرر عقد مؤتمر حول التعاون بين العلوم والصناعة في صيف 2021. وسيكون النشاط المشترك التالي للإيسيسكو ومعهد ليبنيز للحفز الكيميائي (LIKAT) بعد الاتفاق الإطاري المبرم في 16 أبريل 2021.",
            "ويأتي بعد مؤتمر المرأة في العلوم المنعقد في 11 فبراير 2021، الذي شارك فيه أكثر من 2000 شخص.",
            "ولم يُسجَّل له يوم ولا مكان.",
        ],
    }
    return Story(
        slug="science-and-industry-2021",
        date=date(2021, 4, 16),
        title=Text(
            en="Science and industry: a conference is planned",
            fr="Science et industrie\u00a0: une conférence est prévue",
            ar="العلوم والصناعة: مؤتمر مقرر",
        ),
        introduction=Text(
            en="ICESCO and LIKAT plan their next joint activity for the summer of 2021.",
            fr="L’ICESCO et le LIKAT prévoient leur prochaine activité commune pour l’été 2021.",
            ar="الإيسيسكو ومعهد LIKAT يعتزمان تنظيم نشاطهما المشترك التالي في صيف 2021.",
        ),
        blocks=with_drawings(
            told(words, f"event {of.planned.pk}", f"agreement {of.agreement.pk}", f"event {of.conference.pk}"),
            of.conference,
        ),
        session=of.session,
        areas=["innovation", "sustainable-technologies"],
        concerned=[organisations[LIKAT]],
        is_sample=True,
    )


def _of_daad(organisations: Organisations, of: Told) -> Story:
    words = {
        "en": [
            "ICESCO and the German Academic Exchange Service (DAAD) met by video on 9 September 2021.",
            "Kai Franke (Director, government liaison, Berlin), Renate Dieterich (Tunis), Isabell Mehring (Cairo), Benjamin Schmäling (Amman) and Gudrun Chazotte (grants for Africa) took part for DAAD; Omar Hamed, expert, for the Partnerships and International Cooperation Sector of ICESCO.",
            "They spoke of the exchange of professors and students, of joint research, scholarships and science diplomacy. A joint scholarship of ICESCO, the Leibniz Association and DAAD had been proposed in the working session of 21 January 2021.",
        ],
        "fr": [
            "L’ICESCO et l’Office allemand d’échanges universitaires (DAAD) se sont réunis par vidéo le 9 septembre 2021.",
            "Y ont pris part, pour le DAAD, Kai Franke (directeur des relations avec les pouvoirs publics, Berlin), Renate Dieterich (Tunis), Isabell Mehring (Le Caire), Benjamin Schmäling (Amman) et Gudrun Chazotte (bourses pour l’Afrique)\u00a0; pour le Secteur des partenariats et de la coopération internationale de l’ICESCO, Omar Hamed, expert.",
            "Il a été question d’échanges de professeurs et d’étudiants, de recherche commune, de bourses et de diplomatie scientifique. Une bourse commune de l’ICESCO, de l’Association Leibniz et du DAAD avait été proposée lors de la séance de travail du 21 janvier 2021.",
        ],
        "ar": [
            "اجتمعت الإيسيسكو والهيئة الألمانية للتبادل العلمي (DAAD) عبر الفيديو يوم 9 سبتمبر 2021.",
            "وشارك عن DAAD كل من Kai Franke (مدير الاتصال الحكومي، برلين) وRenate Dieterich (تونس) وIsabell Mehring (القاهرة) وBenjamin Schmäling (عمّان) وGudrun Chazotte (منح أفريقيا)، وعن قطاع الشراكات والتعاون الدولي في الإيسيسكو Omar Hamed، خبير.",
            "وتناول الاجتماع تبادل الأساتذة والطلاب والبحث المشترك والمنح والدبلوماسية العلمية. وكانت منحة مشتركة بين الإيسيسكو ومؤسسة ليبنيز وDAAD قد اقتُرحت في جلسة العمل المنعقدة في 21 يناير 2021.",
        ],
    }
    return Story(
        slug="meeting-with-daad",
        date=date(2021, 9, 9),
        title=Text(
            en="ICESCO and DAAD speak of exchange and scholarships",
            fr="L’ICESCO et le DAAD parlent d’échanges et de bourses",
            ar="الإيسيسكو وDAAD تبحثان التبادل والمنح",
        ),
        introduction=Text(
            en="A meeting by video on what students, professors and researchers could share.",
            fr="Une réunion par vidéo sur ce qu’étudiants, professeurs et chercheurs pourraient partager.",
            ar="اجتماع عبر الفيديو حول ما يمكن أن يتشاركه الطلاب والأساتذة والباحثون.",
        ),
        blocks=told(words, f"session {of.daad_meeting.pk}", f"commitment {of.scholarship.pk}"),
        session=of.daad_meeting,
        areas=["scholarships", "higher-education", "science-diplomacy"],
        concerned=[organisations["daad"]],
        is_sample=True,
    )
