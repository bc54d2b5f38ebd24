"""Final minutes never change; a numbered correction, adopted by every side, stands beside them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.meetings.circulation import all_sides_adopted, enter_adoption
from comity.meetings.models import AgendaItem, Corrigendum, Session, Visibility
from comity.meetings.texts import corrigendum_content, fingerprint
from comity.translation.texts import Text


def propose_corrigendum(item: AgendaItem, *, reading: Text, why: str, at: datetime, by: Actor) -> Corrigendum:
    """This will propose a numbered correction of final minutes, which whoever proposes it adopts thereby.

    It holds when every side has adopted it. Raises NotNow while the minutes are not final, and for an item
    that is no part of them.
    """
    with acting(by=by, why=why):
        session = Session.objects.select_for_update().get(pk=item.session_id)
        if not session.is_frozen:
            raise NotNow(_("The minutes are not final yet; correct them directly."))
        if item.visibility == Visibility.INTERNAL:
            raise NotNow(_("This item is internal to our office and no part of the final minutes."))
        last = session.corrigenda.order_by("number").last()
        new = Corrigendum(
            session=session,
            number=last.number + 1 if last else 1,
            item=item,
            reading=reading,
            why=why,
            proposed_by=by.name,
        )
        corrected = last.sha256 if last else session.final_minutes.sha256
        new.sha256 = fingerprint(corrigendum_content(new, corrected))
        new.full_clean()
        new.save()
        record(new, "entered", by=by, after={"number": new.number, "reading": reading}, why=why)
        enter_adoption(session, new, new.sha256, at=at, by=by)
    return new


def adopt_corrigendum(corrigendum: Corrigendum, *, sha256: str, at: datetime, by: Actor) -> bool:
    """This will adopt a numbered correction for the side of `by`; true when every side has now adopted it.

    Raises NotNow where it is final already, or where the SHA-256 that was read is another.
    """
    with acting(by=by):
        session = Session.objects.select_for_update().get(pk=corrigendum.session_id)
        corrigendum.refresh_from_db()
        if corrigendum.adopted_at is not None:
            raise NotNow(_("This correction is final already."))
        if sha256 != corrigendum.sha256:
            raise NotNow(_("The text has changed since you read it. Nothing was adopted: read it once more."))
        enter_adoption(session, corrigendum, sha256, at=at, by=by)
        is_last = all_sides_adopted(session, corrigendum, sha256)
        if is_last:
            Corrigendum.objects.filter(pk=corrigendum.pk).update(adopted_at=at)
            corrigendum.adopted_at = at
            record(corrigendum, "adopted", by=by, after={"adopted_at": at})
    return is_last
