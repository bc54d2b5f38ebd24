"""Every route declares who may call it."""

import re

import pytest
from django.urls import LocalePrefixPattern, URLPattern, get_resolver, include, path
from django.urls.exceptions import NoReverseMatch

from comity.accounts.policies import Policy, open_to
from comity.website.configured import NEWSROOM
from comity.website.feeds import NEEDS_AN_ACCOUNT

PUBLIC = {Policy.EVERYBODY, Policy.LINK_HOLDERS}
# What stands in an address for what the route wants to know.
GIVEN = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000"}


def routes(patterns):
    for one in patterns:
        if isinstance(one, URLPattern):
            yield one
        else:
            yield from routes(one.url_patterns)


def undeclared(patterns):
    return [
        str(one.pattern) for one in routes(patterns) if not isinstance(getattr(one.callback, "policy", None), Policy)
    ]


def addresses(patterns, before="/"):
    """The routes that are not for everybody, each with an address that leads to it."""
    for one in patterns:
        here = before + str(one.pattern).lstrip("^/")
        if not isinstance(one, URLPattern):
            yield from addresses(one.url_patterns, here)
        elif one.callback.policy not in PUBLIC:
            yield filled(here, one.pattern.converters)


def filled(address, converters):
    address = re.sub(r"\((?:\?P<\w+>)?(\w+|\\d\+)[^()]*\)", lambda group: group[1].replace("\\d+", "1"), address)
    address = address.replace(".*", "x").replace("\\.", ".").rstrip("$")
    for name, converter in converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        for wanted in (f"<{kind}:{name}>", f"<{name}>"):
            address = address.replace(wanted, GIVEN.get(kind, "x"))
    return address


def test_every_route_declares_its_policy():
    assert undeclared(get_resolver().url_patterns) == []


def test_a_route_without_policy_would_be_found():
    def forgotten(request): ...

    declared = open_to(Policy.OFFICE)(lambda request: None)

    assert undeclared([path("forgotten/", forgotten), path("declared/", declared)]) == ["forgotten/"]


@pytest.mark.parametrize("address", sorted(set(addresses(get_resolver().url_patterns))))
def test_a_visitor_is_let_into_nothing_that_is_not_for_everybody(client, db, address):
    read, written = client.get(address), client.post(address)

    assert read.status_code in {302, 403, 405}
    assert read.status_code != 302 or "/accounts/login/" in read["Location"]
    assert written.status_code == 403


# What people open in no language yet, and what machines ask.
WITHOUT_LANGUAGE = [
    "front-door",
    "healthz",
    "readyz",
    "metrics",
    "security-txt",
    "newest-checkpoint",
    "checkpoint",
    "journal-key",
    "checkpoint-proof",
    # The same file, or the same list, for readers of every language.
    "robots",
    "sitemap",
    "picture",
    "wagtaildocs_serve",
]


def without_language(patterns):
    return [
        one.name
        for part in patterns
        if not isinstance(part.pattern, LocalePrefixPattern) and str(part.pattern) != NEWSROOM
        for one in routes([part])
    ]


def test_every_address_begins_with_its_language_but_the_front_door_and_those_of_machines():
    assert without_language(get_resolver().url_patterns) == WITHOUT_LANGUAGE
    with pytest.raises(NoReverseMatch):
        get_resolver().reverse("no-such-route")


def test_an_address_without_its_language_would_be_found_however_deep_it_lies():
    added = path("", include([path("forgotten/", lambda request: None, name="forgotten")]))

    assert without_language([added]) == ["forgotten"]


def sections(patterns, before=""):
    """The first part of every address behind the language, with the policy of its route."""
    for one in patterns:
        here = before + str(one.pattern).lstrip("^")
        if isinstance(one, URLPattern):
            yield here.partition("/")[0], one.callback.policy
        else:
            yield from sections(one.url_patterns, "" if isinstance(one.pattern, LocalePrefixPattern) else here)


def test_robots_are_kept_from_sections_that_need_an_account_and_from_no_other():
    spoken = [one for one in get_resolver().url_patterns if isinstance(one.pattern, LocalePrefixPattern)]
    open_ones = {section for section, policy in sections(spoken) if policy in PUBLIC}
    closed = {section for section, policy in sections(spoken)} - open_ones

    assert set(NEEDS_AN_ACCOUNT) <= closed | {"accounts"}  # the page on which one signs in is for everybody
