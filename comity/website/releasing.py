"""Publishing an article: against what its facts say only with a reason, which its log keeps."""

from __future__ import annotations

from dataclasses import asdict

from wagtail.log_actions import log
from wagtail.models import Page

from comity.accounts.models import User
from comity.journal.acting import act
from comity.website.checks import compare
from comity.website.models import Article

AGAINST_FACTS = "comity.published_against_facts"


@act
def release(article: Article, *, why: str, by: User) -> None:
    """This will publish the article as its editor left it last, and keep with it what differed and why it is so."""
    found = compare(article).differences()
    version = article.get_latest_revision() or article.save_revision(user=by)
    if found:
        told = {"why": why, "differences": [asdict(one) for one in found]}
        log(instance=article, action=AGAINST_FACTS, user=by, revision=version, data=told)
    version.publish(user=by)


def keep_unpublished(article: Article) -> None:
    """This will take back that an article is live that was never published: Wagtail makes it so before it asks."""
    if article.live and not article.first_published_at:
        Page.objects.filter(pk=article.pk).update(live=False)
