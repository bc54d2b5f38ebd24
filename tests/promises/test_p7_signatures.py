"""P7: a signed document is verified offline, and any change in what was signed is found."""

from random import Random

import pytest

from comity.papers import verifying
from comity.papers.verifying import Unreadable, verify
from tests.papers.made import covered_bytes, flipped, signed
from tests.papers.pki import Authority

WHOLE = 20  # of so many flips one is verified whole, whatever its digests say


def accepted(content, trust, *, is_whole=True):
    """Whether it is proven; where not asked whole, a digest that differs decides, as it does in `verify`."""
    try:
        if not is_whole and any(map(is_altered, verifying._opened(content)[1])):
            return False
        return verify(content, trust).is_proven
    except Unreadable:
        return False


def is_altered(embedded):
    """Whether its digest differs; what makes a digest impossible is for `verify` to judge."""
    try:
        return verifying.is_altered(embedded)
    except Exception:
        return False


@pytest.mark.promise
@pytest.mark.sqlite_only  # no database is asked
def test_p7_a_flipped_bit_in_what_was_signed_is_found(promised, monkeypatch):
    """In two signed files, one that lasts and one with a claimed time; each flip is one bit that a signature covers."""
    trial = promised("P7", "a flipped bit in what was signed is found", small=40, full=5_000)
    authority, chance = Authority(), Random(7)
    trust = authority.trust()
    files = [signed(authority, by=("Clara", "Hana"), lasting=lasting) for lasting in (True, False)]
    places = [covered_bytes(one) for one in files]
    assert all(accepted(one, trust) for one in files)

    for number in range(trial.size):
        which = number % len(files)
        place, bit = chance.choice(places[which]), chance.randrange(8)
        is_whole = number // len(files) % WHOLE == 0
        trial.count(not accepted(flipped(files[which], place, bit), trust, is_whole=is_whole), what=(which, place, bit))

    trial.tell(
        one_verified_whole_in=WHOLE, bytes_covered=[len(one) for one in places], bytes=[len(one) for one in files]
    )
    trial.failed_without(_accepted_by_one_field(files[1], places[1], trust, monkeypatch))


def _accepted_by_one_field(content, places, trust, monkeypatch):
    """How many flips would be accepted if no digest were compared before, and the bottom line alone were asked."""
    monkeypatch.setattr(verifying, "is_altered", lambda _embedded: False)
    monkeypatch.setattr(verifying, "_holds", lambda result: bool(result.api_status and result.api_status.bottom_line))
    monkeypatch.setattr(verifying, "_why", lambda *_asked: [])
    chance = Random(11)
    return sum(accepted(flipped(content, chance.choice(places), 3), trust) for _number in range(40))
