"""What becomes of an article that somebody approved. Wagtail reads this while its own models are being read."""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """This will publish what was approved; while its facts differ it stays a draft, however it came to be approved."""
    from wagtail.workflows import publish_workflow_state  # noqa: PLC0415 - see above

    from comity.website.checks import compare  # noqa: PLC0415
    from comity.website.models import Article  # noqa: PLC0415
    from comity.website.releasing import keep_unpublished  # noqa: PLC0415

    article = workflow_state.content_object.specific
    if isinstance(article, Article) and compare(article).differences():
        keep_unpublished(article)
    else:
        publish_workflow_state(workflow_state, user)
