"""A signed link opens one commitment for one side, for some days, and looking at it changes nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from comity.accounts.models import SignedLink
from comity.commitments.linking import links_to, make_link, revoke_link, send_link
from comity.commitments.models import Commitment, Evidence, Stage
from comity.journal.acting import acting
from comity.journal.models import Entry, Letter
from comity.journal.refusals import NotNow
from comity.meetings.models import Visibility
from comity.partners.models import Mandate
from tests import make
from tests.commitments.conftest import acts_on, claim, file


def secret_for(commitment, office, *, side=None, days=5, now=None, email="guest@example.net"):
    link, secret = make_link(
        commitment,
        side=side or office.partner,
        name="Dr Guest",
        email=email,
        language="en",
        days=days,
        at=now or timezone.now(),
        by=office.officer,
    )
    return link, secret


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_language_of_a_letter_is_at_first_that_of_the_page(office, officer, language):
    with override(language):
        address = office.commitment().get_absolute_url()

    assert chosen_language(officer.get(address)) == language


def chosen_language(page):
    """The language in which the form for a link would write."""
    (form,) = (one.form for one in page.context["others"] if one.act.name == "links")
    return form["language"].value()


def test_the_language_of_a_letter_is_at_first_that_of_whoever_answers_for_the_promise(office, officer):
    expert = make.person("Eva Expert", by=office.officer, at=office.partner, language="ar")

    page = officer.get(office.commitment(by_host=False, person=expert).get_absolute_url())

    assert chosen_language(page) == "ar"


def test_the_office_sends_a_link_and_it_is_written_down(office, officer):
    promised = office.commitment(by_host=False)
    typed = {"side": office.partner.pk, "name": "Dr Guest", "email": "guest@example.net", "language": "ar", "days": 5}

    officer.act(promised, "links", **typed)

    letter, link = Letter.objects.get(), SignedLink.objects.get()
    assert (letter.to_email, letter.language) == ("guest@example.net", "ar")
    assert "/ar/promises/" in letter.body
    assert "\u2068Send the draft\u2069" in letter.body
    assert acts_on(promised) == ["entered", "link_sent"]
    assert list(links_to(promised)) == [link]
    assert Mandate.objects.get(link=link).organisation == office.partner


def test_the_letter_opens_the_page_by_one_click(office, officer, visitor):
    promised = office.commitment(by_host=False)
    typed = {"side": office.partner.pk, "name": "Dr Guest", "email": "guest@example.net", "language": "en", "days": 5}
    officer.act(promised, "links", **typed)
    address = next(line for line in Letter.objects.get().body.splitlines() if line.startswith("http"))

    page = visitor.get(address.removeprefix("http://localhost:8000"))

    assert page.status_code == 200
    assert "Begin the work" in page.content.decode()


def test_looking_changes_nothing_and_one_button_does(office, visitor):
    promised = office.commitment(by_host=False)
    _link, secret = secret_for(promised, office)

    visitor.open("commitment-by-link", secret)
    visitor.head(reverse("commitment-by-link", args=[secret]))
    assert Commitment.objects.get(pk=promised.pk).stage == Stage.OPEN
    answer = visitor.send("commitment-act-by-link", secret, "beginning")

    assert answer.url == reverse("commitment-by-link", args=[secret])
    assert Commitment.objects.get(pk=promised.pk).stage == Stage.IN_PROGRESS
    assert Entry.objects.about(promised).get(act="begun").by_name == "Dr Guest"


def test_looking_at_an_act_of_a_link_does_nothing(office, visitor):
    promised = office.commitment(by_host=False)
    _link, secret = secret_for(promised, office)

    assert visitor.open("commitment-act-by-link", secret, "beginning").status_code == 405


def test_a_promise_is_claimed_with_a_file_and_verified_by_the_other_side_through_links(office, visitor, officer):
    promised = office.commitment(by_host=False)
    _link, secret = secret_for(promised, office)

    visitor.send("commitment-act-by-link", secret, "claims", words="Here it is.", file=file())
    evidence = Evidence.objects.get()
    answer = visitor.open("evidence-by-link", secret, evidence.pk)
    answer.getvalue()
    officer.act(promised, "acceptance")

    assert (answer.status_code, answer["Content-Security-Policy"]) == (200, "sandbox; default-src 'none'")
    assert Commitment.objects.get(pk=promised.pk).stage == Stage.ACCEPTED


def test_the_other_side_accepts_returns_and_asks_to_cancel_by_link(office, visitor):
    accepted, returned, unwanted = office.commitment(), office.commitment(), office.commitment()
    claim(accepted, by=office.officer)
    claim(returned, by=office.officer)

    visitor.send("commitment-act-by-link", secret_for(accepted, office)[1], "acceptance")
    visitor.send("commitment-act-by-link", secret_for(returned, office)[1], "return", words="No.")
    visitor.send("commitment-act-by-link", secret_for(unwanted, office)[1], "cancellation", reason="Why not.")

    stages = [Commitment.objects.get(pk=one.pk).stage for one in (accepted, returned, unwanted)]
    assert stages == [Stage.ACCEPTED, Stage.RETURNED, Stage.OPEN]
    assert unwanted.wishes.get().by_name == "Dr Guest"


@pytest.mark.parametrize(
    "act",
    [
        "closing",
        "promise",
        "lapse",
        "extensions",
        "handing-over",
        "facts",
        "links",
        "taking-up",
        "reopening",
        "expected-results",
    ],
)
def test_a_link_does_only_what_its_side_does(office, visitor, act):
    promised = office.commitment()
    _link, secret = secret_for(promised, office)

    assert visitor.send("commitment-act-by-link", secret, act).status_code == 403
    assert acts_on(promised) == ["entered"]
    assert Entry.objects.refusals().count() == 1


def test_the_refused_act_by_link_does_not_tell_the_journal_the_secret(office, visitor):
    promised = office.commitment()
    _link, secret = secret_for(promised, office)

    visitor.send("commitment-act-by-link", secret, "closing")

    assert secret not in Entry.objects.refusals().get().subject_name


def test_a_link_of_one_side_does_not_act_for_the_other(office, visitor):
    promised = office.commitment()
    _link, secret = secret_for(promised, office)

    assert visitor.send("commitment-act-by-link", secret, "beginning").status_code == 403
    assert Commitment.objects.get(pk=promised.pk).stage == Stage.OPEN


def test_a_link_opens_nothing_else(office, visitor):
    one, another = office.commitment(), office.commitment()
    claim(another, by=office.officer, file=file(), media_type="application/pdf")
    _link, secret = secret_for(one, office)

    assert visitor.open("evidence-by-link", secret, Evidence.objects.files().get().pk).status_code == 404
    assert visitor.get(another.get_absolute_url()).status_code == 404
    assert visitor.get(one.get_absolute_url()).status_code == 404


def test_an_expired_a_revoked_a_forged_and_a_foreign_link_are_refused_alike(office, visitor, officer):
    promised = office.commitment()
    long_ago = timezone.now() - timedelta(days=9)
    _link, expired = secret_for(promised, office, now=long_ago)
    link, revoked = secret_for(promised, office)
    officer.send("commitment-link-revocation", promised.pk, link.pk)
    with acting(by=None):
        _other, foreign = SignedLink.make(
            purpose="minutes",
            opens=str(promised.pk),
            name="X",
            email="x@example.net",
            language="en",
            by=office.officer,
            now=timezone.now(),
            days=5,
        )

    answers = [visitor.open("commitment-by-link", secret) for secret in (expired, revoked, foreign, "forged")]

    assert {answer.status_code for answer in answers} == {404}
    pages = {answer.content.decode().replace(secret, "") for answer, secret in zip(
        answers, (expired, revoked, foreign, "forged"), strict=True
    )}  # fmt: skip
    assert len(pages) == 1
    assert acts_on(promised)[-1] == "link_revoked"


def test_only_the_office_revokes_and_only_links_of_this_commitment(office, officer, counterpart):
    one, another = office.commitment(), office.commitment()
    link, _secret = secret_for(one, office)

    assert counterpart.send("commitment-link-revocation", one.pk, link.pk).status_code == 403
    assert officer.send("commitment-link-revocation", another.pk, link.pk).status_code == 404
    assert SignedLink.objects.alive(timezone.now()).filter(pk=link.pk).exists()


def test_what_a_link_opens_is_kept_out_of_search_engines_and_caches(office, visitor):
    _link, secret = secret_for(office.commitment(), office)

    page = visitor.open("commitment-by-link", secret)

    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] in ("same-origin", "no-referrer")


def test_the_page_of_a_link_leads_nowhere_that_its_holder_cannot_go(office, visitor):
    session = office.session(at="held")
    promised = office.commitment(item=session.items.get())
    _link, secret = secret_for(promised, office)

    page = visitor.open("commitment-by-link", secret).content.decode()

    assert "Said under item 1" in page
    assert session.get_absolute_url() not in page


@pytest.mark.parametrize("email", ["AMINA@example.org"])
def test_no_link_is_sent_to_our_own_people(office, email):
    office.officer.email = email.lower()
    with acting(by=None):
        office.officer.save(update_fields=["email"])
    promised = office.commitment()
    facts = {"name": "Amina", "language": "en", "days": 3, "at": timezone.now(), "by": office.head}

    with pytest.raises(NotNow, match="sign in"):
        send_link(promised, side=office.partner, email=email, **facts)
    with pytest.raises(NotNow, match="sign in"):
        send_link(promised, side=office.host, email="other@example.net", **facts)
    with pytest.raises(NotNow, match="not a side"):
        send_link(promised, side=office.other, email="other@example.net", **facts)
    assert not SignedLink.objects.exists()


def test_no_link_is_sent_for_what_only_our_office_reads(office):
    item = office.session().items.get()
    item.change(visibility=Visibility.INTERNAL, by=office.officer)
    promised = office.commitment(item=item)
    facts = {"name": "Dr Guest", "language": "en", "days": 3, "at": timezone.now(), "by": office.officer}

    with pytest.raises(NotNow, match="only our office"):
        send_link(promised, side=office.partner, email="guest@example.net", **facts)


def test_a_link_revoked_twice_stays_revoked(office):
    promised = office.commitment()
    link, _secret = secret_for(promised, office)
    first = timezone.now()
    revoke_link(promised, link, at=first, by=office.officer)

    revoke_link(promised, link, at=first + timedelta(1), by=office.officer)

    assert SignedLink.objects.get(pk=link.pk).revoked_at == first


def test_the_person_who_claimed_by_link_cannot_verify_with_an_account(office, counterpart):
    promised = office.commitment(is_mutual=True)
    link, _secret = secret_for(promised, office, email=office.counterpart.email)
    claim(promised, by=link)
    Mandate.enter(user=office.counterpart, organisation=office.host, by=office.officer)

    counterpart.act(promised, "acceptance")

    assert Commitment.objects.get(pk=promised.pk).stage == Stage.CLAIMED
