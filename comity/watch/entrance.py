"""Signing in and out is logged: which account it was stands there as a mark that only this Comity can make."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils.crypto import salted_hmac

from comity.accounts.models import User

log = logging.getLogger(__name__)


def mark_of(user: User) -> str:
    """This will make a mark by which the lines of one account belong together without telling whose it is."""
    return salted_hmac("comity.watch.account", str(user.pk), algorithm="sha256").hexdigest()[:16]


def listen() -> None:
    """This will log signing in, being refused, and signing out from now on."""
    user_logged_in.connect(_signed_in, dispatch_uid="entrance")
    user_logged_out.connect(_signed_out, dispatch_uid="entrance")
    user_login_failed.connect(_refused, dispatch_uid="entrance")


def _signed_in(*, user: User, **_more: Any) -> None:
    log.info("signed in", extra={"told": {"account": mark_of(user), "role": user.role}})


def _signed_out(*, user: User | None, **_more: Any) -> None:
    if user is not None:
        log.info("signed out", extra={"told": {"account": mark_of(user), "role": user.role}})


def _refused(**_more: Any) -> None:
    log.warning("sign-in refused")
