"""The agreements of the example that were never concluded as far as is known: one proposed, one being drafted."""

from __future__ import annotations

from datetime import date, datetime

from comity.accounts.models import User
from comity.agreements.models import Agreement, Stage
from comity.agreements.negotiating import propose
from comity.agreements.terms import Kind
from comity.commitments.models import Commitment
from comity.example.organisations import ICESCO, LEIBNIZ, LIKAT
from comity.partners.models import Area, Organisation, Person
from comity.translation.texts import Text

Organisations = dict[str, Organisation]
SAID_ON = date(2021, 1, 21)
SOURCE = "icesco.org, 2021-01-22"


def enter_memorandum(
    organisations: Organisations, said: Commitment, *, keeper: Person, at: datetime, by: User
) -> Agreement:
    """This will enter the memorandum as it was proposed; whether it was ever written is not known."""
    return propose(
        parties=[organisations[ICESCO], organisations[LIKAT]],
        came_from=said,
        at=at,
        by=by,
        keeper=keeper,
        is_public=True,
        proposed_on=SAID_ON,
        kind=Kind.MEMORANDUM,
        languages=["en", "fr", "ar"],
        title=Text(
            en="Memorandum of understanding of ICESCO and LIKAT",
            fr="Mémorandum d’entente de l’ICESCO et du LIKAT",
            ar="مذكرة تفاهم بين الإيسيسكو ومعهد LIKAT",
        ),
        rationale=Text(
            en="Proposed in the session as a model for more Leibniz institutes to emulate. Whether it was written is not known; a "
            "framework agreement of the two followed on 16 April 2021.",
            fr="Proposé pendant la session comme un modèle dont d’autres instituts Leibniz pourraient s’inspirer. On ne sait "
            "pas s’il a été rédigé ; un accord-cadre des deux parties a suivi le 16 avril 2021.",
            ar="اقتُرحت في الجلسة نموذجًا تحتذي به معاهد أخرى من معاهد ليبنيز. ولا يُعرف هل حُرّرت؛ وتبعها اتفاق إطاري بين "
            "الطرفين في 16 أبريل 2021.",
        ),
        areas=Area.objects.filter(pk__in=["science", "education"]),
        source=SOURCE,
    )


def enter_cooperation(
    organisations: Organisations, said: Commitment, *, keeper: Person, at: datetime, by: User
) -> Agreement:
    """This will enter the cooperation agreement that both sides agreed to draft; its words are not known."""
    return propose(
        parties=[organisations[ICESCO], organisations[LEIBNIZ]],
        came_from=said,
        at=at,
        by=by,
        keeper=keeper,
        is_public=True,
        stage=Stage.DRAFTING,
        proposed_on=SAID_ON,
        kind=Kind.COOPERATION,
        languages=["en", "fr", "ar"],
        title=Text(
            en="Cooperation agreement of ICESCO and the Leibniz Association",
            fr="Accord de coopération de l’ICESCO et de l’Association Leibniz",
            ar="اتفاقية تعاون بين الإيسيسكو ومؤسسة ليبنيز",
        ),
        rationale=Text(
            en="The participants agreed at the close of the session to draft it. Its words are not known, so none stand here: "
            "draft it from a model.",
            fr="Les participants sont convenus à la clôture de la session de le rédiger. Ses termes ne sont pas connus, aucun "
            "ne figure donc ici : rédigez-le à partir d’un modèle.",
            ar="اتفق المشاركون في ختام الجلسة على صياغتها. ونصّها غير معروف فلا نصّ لها هنا: صوغوها انطلاقًا من نموذج.",
        ),
        areas=Area.objects.filter(pk__in=["education", "science", "technology", "culture", "communication"]),
        source=SOURCE,
    )
