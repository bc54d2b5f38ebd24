"""An agreement is suspended, resumed, terminated with a document and its notice, and closed with a report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from comity.accounts.models import User
from comity.agreements.models import Agreement, Shows, Stage
from comity.agreements.models.stages import BINDING
from comity.agreements.papers import with_paper
from comity.agreements.scans import Scan
from comity.agreements.terms import months_after
from comity.journal.acting import acting
from comity.journal.refusals import NotNow
from comity.translation.templatetags.said import day


def suspend(agreement: Agreement, *, document: str, scan: Scan | None = None, at: datetime, by: User) -> None:
    """This will record that the parties suspended it, by the document named, and what stands under it with it."""
    with with_paper(scan) as keep, acting(by=by, why=document):
        for one in _with_dependents(agreement, {Stage.IN_FORCE}):
            one._move_to(Stage.SUSPENDED, by=by, act="suspended", why=document, stage_since=at)
        keep(agreement, shows=Shows.SUSPENSION, document=document, at=at, by=by)


def resume(agreement: Agreement, *, document: str, scan: Scan | None = None, at: datetime, by: User) -> None:
    """This will record that it has effect again. What stands under it is resumed by its own act."""
    with with_paper(scan) as keep, acting(by=by, why=document):
        agreement._hold()
        if agreement.stage != Stage.SUSPENDED:
            raise agreement.not_now()
        agreement._move_to(Stage.IN_FORCE, by=by, act="resumed", why=document, stage_since=at)
        keep(agreement, shows=Shows.RESUMPTION, document=document, at=at, by=by)


def terminate(
    agreement: Agreement,
    *,
    document: str,
    notified_on: date | None,
    on: date,
    scan: Scan | None = None,
    at: datetime,
    by: User,
) -> None:
    """This will record that it ended before its term, by the document named, and what stands under it with it.

    `notified_on` is the day of a party's notice; without one all parties ended it together. Raises NotNow without a
    document, inside the notice period, and for a day that is still to come.
    """
    if not document.strip():
        raise NotNow(_("Name the document by which it was terminated."), field="document")
    if on > at.date():
        raise NotNow(_("This day lies in the future."), field="on")
    if notified_on is not None:
        _refuse_inside_the_notice(agreement, notified_on, on)
    with with_paper(scan) as keep, acting(by=by, why=document):
        for one in _with_dependents(agreement, {*BINDING, Stage.SIGNED}):
            one._move_to(Stage.TERMINATED, by=by, act="terminated", why=document, stage_since=at, ends_on=_end(one, on))
        keep(agreement, shows=Shows.TERMINATION, document=document, at=at, by=by)


def _refuse_inside_the_notice(agreement: Agreement, notified_on: date, on: date) -> None:
    if notified_on > on:
        raise NotNow(_("Notice is given before it ends."), field="notified_on")
    earliest = months_after(notified_on, agreement.notice_months or 0)
    if on < earliest:
        words = _("With its notice period it ends on %(day)s at the earliest.")
        raise NotNow(words % {"day": day(earliest)}, field="on")


def _end(agreement: Agreement, on: date) -> date:
    """The last day: never before the agreement began, and never later than its term says."""
    began = [one for one in (agreement.in_force_on, agreement.concluded_on) if one]
    last = max([on, *began])
    return min(last, agreement.ends_on) if agreement.ends_on else last


def _with_dependents(agreement: Agreement, stages: set[str]) -> Iterator[Agreement]:
    """The agreement, which has to be at one of these stages, and all under it that are (eTools: the cascade)."""
    agreement._hold()
    if agreement.stage not in stages:
        raise agreement.not_now()
    seen, waiting = set(), [agreement]
    while waiting:
        one = waiting.pop(0)
        if one.pk in seen:
            continue
        seen.add(one.pk)
        waiting += Agreement.objects.under(one)
        if one.stage in stages:
            yield one


def close(agreement: Agreement, *, report: str, at: datetime, by: User) -> None:
    """This will close what has ended, with a report of what it brought and what goes on binding; NotNow without one."""
    if not report.strip():
        raise NotNow(_("Write what it brought, and what goes on binding the parties."), field="report")
    with acting(by=by, why=report):
        agreement._hold()
        agreement._move_to(Stage.CLOSED, by=by, act="closed", why=report, stage_since=at)
