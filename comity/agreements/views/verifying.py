"""The page on which anybody verifies a signed PDF; nothing of it is kept."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from comity.accounts.policies import Policy, open_to
from comity.agreements.access import agreements_visible_to
from comity.agreements.certifying import trusted
from comity.agreements.verifying_files import look_at
from comity.journal.refusals import NotNow
from comity.papers.apart import LARGEST
from comity.papers.limits import is_too_often
from comity.papers.words import because, unreadable
from comity.translation.templatetags.said import size_in_words


class VerifyForm(forms.Form):
    """A signed PDF."""

    file = forms.FileField(
        label=gettext_lazy("Signed PDF"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            words = _("This file has %(size)s; the largest that is taken has %(largest)s.")
            raise forms.ValidationError(words % {"size": size_in_words(file.size), "largest": size_in_words(LARGEST)})
        return bytes(file.read())


# It changes nothing and keeps nothing, so that a form of a foreign site could do no harm; a token would need a cookie.
@csrf_exempt
@open_to(Policy.EVERYBODY)
def verify_file(request: HttpRequest) -> HttpResponse:
    """This will say what a signed PDF proves, and whether its text was handed out here."""
    if request.method != "POST":
        return render(request, "agreements/verify.html", {"form": VerifyForm()})
    form = VerifyForm(request.POST, request.FILES)
    is_typed = form.is_valid()
    if is_too_often(request):
        form.add_error(
            None, _("Very many files came from your connection in the last hour. Send yours again in an hour.")
        )
        return render(request, "agreements/verify.html", {"form": form}, status=429)
    if not is_typed:
        return render(request, "agreements/verify.html", {"form": form}, status=422)
    return _answered(request, form)


def _answered(request: HttpRequest, form: VerifyForm) -> HttpResponse:
    from comity.papers.verifying import Unreadable  # noqa: PLC0415 - pyHanko loads slowly, where it is asked for

    try:
        found = look_at(form.cleaned_data["file"], trusted(), now=timezone.now())
    except (Unreadable, NotNow) as refusal:
        form.add_error("file", unreadable(refusal.reason) if isinstance(refusal, Unreadable) else str(refusal))
        return render(request, "agreements/verify.html", {"form": form}, status=422)
    ours = found.agreement
    shown = {
        "form": VerifyForm(),
        "verdict": found.proof,
        "signatures": [(one, because(one.why)) for one in found.proof.signings],
        "is_ours": ours is not None,
        "agreement": ours and agreements_visible_to(request.user).filter(pk=ours.pk).first(),
    }
    return render(request, "agreements/verify.html", shown)
