"""What was to be published at a set time is held where its facts differ by then, as it is by hand (decision 24).

Between the hour at which an editor set the time and that time a session is put off, an institute called otherwise,
another version reworded. Nobody is there to be asked, so it stays a draft, and the editor who set the time is told.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision

from comity.accounts.models import User
from comity.journal import outbox
from comity.journal.acting import act
from comity.website.checks import Difference, compare
from comity.website.late import address_in_newsroom
from comity.website.models import Article
from comity.website.releasing import AGAINST_FACTS

HELD = "comity.held_at_its_time"


@act
def hold_what_differs(*, now: datetime) -> None:
    """This will take the time from every article that is due while its facts differ, and write to its editor."""
    for version in Revision.objects.filter(approved_go_live_at__lt=now).order_by("pk"):
        article = version.as_object()
        if isinstance(article, Article) and not _is_all_answered_for(article, version):
            _hold(article, version)


def _is_all_answered_for(article: Article, version: Revision) -> bool:
    """Whether nothing differs but what an editor gave a reason for when they published this very version.

    What they read then was told in their language, which nobody kept.
    """
    known = _answered_for(version)
    for code, _name in settings.LANGUAGES:
        with override(code):
            found = compare(article, version).differences()
        if all(asdict(one) in known for one in found):
            return True
        if not known:
            return False
    return False


def _answered_for(version: Revision) -> list[dict[str, str]]:
    logged = PageLogEntry.objects.filter(revision=version, action=AGAINST_FACTS)
    return [one for entry in logged for one in entry.data["differences"]]


def _hold(article: Article, version: Revision) -> None:
    due_at = version.approved_go_live_at
    version.approved_go_live_at = None
    version.save(update_fields=["approved_go_live_at"])
    readers = _who_set_the_time(version)
    for reader in readers:
        with override(reader.language):
            found = compare(article, version).differences()
        _write(article, version, reader, found, due_at)
    with override(readers[0].language if readers else settings.LANGUAGE_CODE):
        told = [asdict(one) for one in compare(article, version).differences()]
    log(instance=article, action=HELD, revision=version, data={"differences": told})


def _who_set_the_time(version: Revision) -> list[User]:
    """The editor who did; all who work here where that one does so no more, for somebody has to hear of it."""
    set_by = PageLogEntry.objects.filter(revision=version, action="wagtail.publish.schedule").order_by("-pk")
    entry = set_by.select_related("user").first()
    editor = (entry and entry.user) or version.user
    if isinstance(editor, User) and editor.works_here:
        return [editor]
    return list(User.objects.working_here().order_by("pk"))


def _write(
    article: Article, version: Revision, reader: User, differences: list[Difference], due_at: datetime | None
) -> None:
    when = due_at.isoformat() if due_at else ""
    outbox.write(
        f"news-held:{version.pk}:{when}:{reader.pk}",
        template="website/letters/held.txt",
        to_name=reader.name,
        to_email=reader.email,
        language=reader.language,
        article=article,
        differences=differences,
        due_at=due_at,
        is_read=article.live,
        url=settings.ADDRESS + address_in_newsroom("newsroom-facts", article.pk),
    )
