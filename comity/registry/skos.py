"""Importing a vocabulary written in SKOS, as Turtle or RDF/XML: concepts by address, with labels and what is broader.

A vocabulary is small enough to be read whole, so it is entered whole or not at all; entering it again changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.db import transaction
from rdflib import Graph, URIRef
from rdflib.namespace import DC, DCTERMS, RDF, RDFS, SKOS
from rdflib.term import Literal

from comity.accounts.models import User
from comity.registry.importing import begun
from comity.registry.models import Concept, Run, Scheme
from comity.registry.ror import UNKEPT
from comity.registry.streams import NotADump
from comity.translation.spelling import folded, without_overrides
from comity.translation.texts import LANGUAGE_TAG, Text, languages

LARGEST = 64 * 1024 * 1024  # bytes of a file
LONGEST_LABEL = 300
LONGEST_URI = 500
BATCH = 500
FORMATS = {".ttl": "turtle", ".rdf": "xml", ".xml": "xml", ".owl": "xml"}
COUNTED = ("new", "changed", "unchanged", "withdrawn", "faulty")


def import_skos(path: Path, *, by: User, at: datetime) -> Run:
    """This will read a vocabulary and enter its concepts.

    Raises NotADump for a file that is none, is damaged or too large; then nothing of it is entered.
    """
    graph = _graph(path)
    schemes = [uri for uri in graph.subjects(RDF.type, SKOS.ConceptScheme) if _is_kept(uri)]
    concepts = sorted({uri for uri in graph.subjects(RDF.type, SKOS.Concept)}, key=str)
    if not schemes or not concepts:
        raise NotADump("this is no vocabulary in SKOS: it names no concept scheme, or no concepts.")
    with transaction.atomic():
        run = begun(path, kind="skos", by=by, at=at)
        for uri in schemes:
            _keep_scheme(graph, uri, path)
        counts, faults = _keep_concepts(graph, concepts, schemes)
        run.counts, run.faults = {}, []
        run.advance(to=len(concepts), counts=counts, faults=faults)
        run.finish(at=at)
    return run


def _graph(path: Path) -> Graph:
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise NotADump(f"a vocabulary is read from {', '.join(FORMATS)}; this file ends otherwise.")
    if path.stat().st_size > LARGEST:
        raise NotADump(f"the file is larger than {LARGEST // 2**20} MB, which no vocabulary for an office is.")
    try:
        return Graph().parse(data=path.read_bytes(), format=form)
    except Exception as trouble:  # the parsers have no common name for what is damaged
        raise NotADump("the file is damaged, cut short or not in the form that its name says.") from trouble


def _is_kept(uri: Any) -> bool:
    return isinstance(uri, URIRef) and len(uri) <= LONGEST_URI and str(uri).startswith(("http://", "https://", "urn:"))


def _keep_scheme(graph: Graph, uri: Any, path: Path) -> None:
    named = [*graph.objects(uri, SKOS.prefLabel), *graph.objects(uri, DCTERMS.title), *graph.objects(uri, DC.title)]
    named += list(graph.objects(uri, RDFS.label))
    licence = next((str(one)[:500] for one in graph.objects(uri, DCTERMS.license)), "")
    facts = {"name": _told(_by_language(named)), "source": path.name[:200], "licence": licence}
    Scheme.objects.update_or_create(uri=str(uri), defaults=facts)


def _keep_concepts(graph: Graph, uris: list[Any], schemes: list[Any]) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Write the concepts that are new or different; what a scheme no longer has is marked, for records refer to it."""
    present = dict(Concept.objects.filter(scheme__in=[str(one) for one in schemes]).values_list("uri", "digest"))
    counts, faults, different = dict.fromkeys(COUNTED, 0), [], []
    kept = set(map(str, uris))
    for number, uri in enumerate(uris, start=1):
        fault, concept = _read(graph, uri, schemes, kept)
        if concept is None:
            counts["faulty"] += 1
        elif present.get(concept.uri) == concept.digest:
            counts["unchanged"] += 1
        else:
            counts["changed" if concept.uri in present else "new"] += 1
            different.append(concept)
        faults += [(number, fault)] if fault else []
    fields = [one.name for one in Concept._meta.concrete_fields if not one.primary_key]
    Concept.objects.bulk_create(
        different, batch_size=BATCH, update_conflicts=True, unique_fields=["uri"], update_fields=fields
    )
    gone = Concept.objects.filter(pk__in=set(present) - kept, is_withdrawn=False)
    counts["withdrawn"] = gone.update(is_withdrawn=True, digest="")
    return counts, faults


def _read(graph: Graph, uri: Any, schemes: list[Any], kept: set[str]) -> tuple[str, Concept | None]:
    """A concept as the graph describes it, and what is wrong with it."""
    if not _is_kept(uri):
        return f"its address {str(uri)[:60]!r} is none that lasts: the concept was left out", None
    labels = _by_language(graph.objects(uri, SKOS.prefLabel))
    if not labels:
        return f"{uri} has no label: the concept was left out", None
    others = _by_language(graph.objects(uri, SKOS.altLabel))
    mine = [one for one in graph.objects(uri, SKOS.inScheme) if one in schemes]
    scheme, label = str(min(mine or schemes)), _told(labels)
    ties = {"broader": _near(graph, uri, SKOS.broader, SKOS.narrower, kept)}
    ties["narrower"] = _near(graph, uri, SKOS.narrower, SKOS.broader, kept)
    points_to_itself = str(uri) in ties["broader"] + ties["narrower"]
    ties = {name: [one for one in some if one != str(uri)] for name, some in ties.items()}
    said = sorted({folded(one) for some in (*labels.values(), *others.values()) for one in some})
    facts = {"label": label, "others": others, **ties, "folded": f" {'  '.join(said)} "}
    digest = blake2b(json.dumps([scheme, list(label.items()), facts], sort_keys=True).encode(), digest_size=16)
    concept = Concept(uri=str(uri), scheme_id=scheme, digest=digest.hexdigest(), **facts)
    return (f"{uri} points to itself: this relation was left out" if points_to_itself else ""), concept


def _near(graph: Graph, uri: Any, onward: Any, back: Any, kept: set[str]) -> list[str]:
    """The concepts on one side, whichever of the two said it."""
    found = {str(one) for one in [*graph.objects(uri, onward), *graph.subjects(back, uri)]}
    return sorted(found & kept)


def _by_language(labels: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language, words in sorted(set(_labels(labels))):
        found.setdefault(language, []).append(words)
    return found


def _labels(labels: Any) -> Iterator[tuple[str, str]]:
    for one in labels:
        language = (one.language if isinstance(one, Literal) else "") or "und"
        words = " ".join(UNKEPT.sub("", without_overrides(str(one))).split())
        if words and len(words) <= LONGEST_LABEL and len(language) <= 10 and LANGUAGE_TAG.fullmatch(language):
            yield language, words


def _told(labels: dict[str, list[str]]) -> Text:
    """One label a language, the languages of the interface first."""
    order = {code: place for place, code in enumerate(languages())}
    return Text({code: labels[code][0] for code in sorted(labels, key=lambda code: (order.get(code, 99), code))})
