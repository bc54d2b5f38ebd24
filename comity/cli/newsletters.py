"""The news by mail."""

from __future__ import annotations

from argparse import Namespace

from django.utils import timezone

from comity.newsletter.digesting import tell_news


def newsletter(asked: Namespace) -> int:
    """This will write the digests that are due and say how many letters are new."""
    print(f"Letters written to readers of the news: {tell_news(now=timezone.now())}")
    return 0
