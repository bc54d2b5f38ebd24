"""What an article is made of, block by block; each has a template of its own (templates/website/blocks)."""

from __future__ import annotations

from itertools import chain, repeat
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BlockGroup,
    CharBlock,
    ChoiceBlock,
    ChooserBlock,
    FieldBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
    URLBlock,
)
from wagtail.images.blocks import ImageChooserBlock

from comity.files.kinds import MP4, VTT, WEBM
from comity.partners.access import people_visible_to
from comity.partners.models import Person
from comity.website.prose.writer import Told
from comity.website.records import is_public, reference_at, reference_in, shown_to_public

BEFORE_TITLE = " · "
LONGEST_TITLE = 120  # letters
FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class AddressOfRecord(forms.CharField):
    """The address of the page of a record that everybody may read; kept as the kind and number of the record."""

    def prepare_value(self, value: Any) -> Any:
        """What is kept, and beside it what the record is called."""
        reference = reference_in(value) if isinstance(value, str) else None
        record = shown_to_public([reference]).get(value) if reference else None
        return f"{value}{BEFORE_TITLE}{Truncator(str(record.heading)).chars(LONGEST_TITLE)}" if record else value

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        found = reference_in(words.partition(BEFORE_TITLE)[0]) or reference_at(words)
        if found is None:
            raise ValidationError(
                _("This is not the address of a session, a partner, a commitment, an agreement or an event.")
            )
        if not is_public(found):
            raise ValidationError(_("Not everybody may read this record, so it cannot stand in the news."))
        return str(found)


class RecordBlock(FieldBlock):
    """A record, shown to each reader as it stands today."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = AddressOfRecord(required=required, help_text=help_text, max_length=500)
        super().__init__(**kwargs)

    def get_context(self, value: str, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"record": context.get("records", {}).get(value)}

    class Meta:
        icon = "link"
        template = "website/blocks/record.html"


class ToldBlock(ChoiceBlock):
    """What a sentence tells of its record: for editors and checks, and no word of the article."""

    def get_searchable_content(self, value: str) -> list[str]:
        """This will give the search nothing."""
        return []


class SentenceBlock(StructBlock):
    """A sentence that came from a record, and stays with it however it is worded."""

    words = TextBlock(label=_("Sentence"), rows=2)
    record = RecordBlock(
        label=_("From the record"), help_text=_("It stays with the sentence when you change its words.")
    )
    told = ToldBlock(label=_("What it tells of it"), choices=Told.choices)

    class Meta:
        icon = "link"
        label = _("Sentence from a record")
        label_format = _("From the record: {words}")
        form_layout = BlockGroup(children=["words", "record"], settings=["told"])


class FactsBlock(ListBlock):
    """A paragraph of sentences, each from a record."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(SentenceBlock(), **kwargs)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        records, marks = context.get("records", {}), context.get("marks", {})
        sentences = [
            (one.value["words"], records.get(one.value["record"]), marks.get(f"{one.id}.words"))
            for one in value.bound_blocks
        ]
        return context | {"sentences": sentences}

    class Meta:
        icon = "list-ul"
        template = "website/blocks/facts.html"


class PersonBlock(FieldBlock):
    """Somebody of whom everybody may know, kept by their number; their title is that of the registry."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self._asked = {"required": required, "help_text": help_text}
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> forms.ModelChoiceField:
        """Whoever holds, or held, an office that a published source names."""
        return forms.ModelChoiceField(people_visible_to(AnonymousUser()).by_name(), **self._asked)

    def value_from_form(self, value: Any) -> int | None:
        return value.pk if isinstance(value, Person) else int(value) if str(value or "").isdecimal() else None

    class Meta:
        icon = "user"


class QuoteBlock(StructBlock):
    """What somebody said, with the official title under which they said it."""

    words = TextBlock(label=_("Words"))
    person = PersonBlock(
        label=_("Speaker in the registry"),
        required=False,
        help_text=_("The name and the official title held on the day of the article are taken from there."),
    )
    speaker = CharBlock(label=_("Speaker"), max_length=200, required=False)
    office = CharBlock(label=_("Official title"), max_length=300, required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not (cleaned["person"] or cleaned["speaker"]):
            raise StructBlockValidationError({"speaker": ValidationError(_("Choose or name who said it."))})
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        known = context.get("speakers", {}).get(value.get("person")) or {}
        speaker, office = value.get("speaker") or known.get("name"), value.get("office") or known.get("office")
        return context | {"speaker": speaker, "office": office}

    class Meta:
        icon = "openquote"
        template = "website/blocks/quote.html"


class PictureBlock(StructBlock):
    """A picture, what it shows in words, and whose it is."""

    picture = ImageChooserBlock(label=_("Picture"))
    alternative = CharBlock(
        label=_("Alternative text"), max_length=300, help_text=_("What the picture shows, for those who do not see it.")
    )
    caption = CharBlock(label=_("Caption"), max_length=300, required=False)
    credit = CharBlock(label=_("Credit"), max_length=200)

    class Meta:
        icon = "image"
        template = "website/blocks/picture.html"


class DocumentChooser(ChooserBlock):
    """One of the documents of the newsroom. Wagtail's own block of it reads half of its admin to be defined."""

    target_model = "wagtaildocs.Document"

    @cached_property
    def widget(self) -> Any:
        """What an editor chooses with."""
        from wagtail.documents.widgets import AdminDocumentChooser  # noqa: PLC0415 - it is of the admin

        return AdminDocumentChooser()

    class Meta:
        icon = "doc-full"


class GalleryBlock(StructBlock):
    """Several pictures side by side, each with its own words and credit."""

    name = CharBlock(label=_("What the pictures show together"), max_length=200)
    pictures = ListBlock(PictureBlock(), label=_("Pictures"), min_num=2, max_num=24)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Each picture with the marks of its own words."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        marks: dict[str, Any] = context.get("marks", {})
        pictures = []
        for one in value["pictures"].bound_blocks:
            path = f"pictures.{one.id}."
            own = {name.removeprefix(path): mark for name, mark in marks.items() if name.startswith(path)}
            pictures.append((one.value, own))
        return context | {"pictures": pictures}

    class Meta:
        icon = "image"
        template = "website/blocks/gallery.html"


class VideoBlock(StructBlock):
    """A video that we serve ourselves, with captions for those who do not hear it."""

    name = CharBlock(label=_("Title of the video"), max_length=200)
    film = DocumentChooser(label=_("Video"), help_text=_("A file in MP4 or WebM."))
    captions = DocumentChooser(label=_("Captions"), help_text=_("A file in WebVTT, in the language of this article."))
    poster = ImageChooserBlock(label=_("Picture before it begins"))
    credit = CharBlock(label=_("Credit"), max_length=200)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        kinds = {"film": [MP4, WEBM], "captions": [VTT]}
        wrong = {
            name: ValidationError(_("This is not a file of that kind."))
            for name, fitting in kinds.items()
            if cleaned[name] and not any(kind.fits(cleaned[name].filename) for kind in fitting)
        }
        if wrong:
            raise StructBlockValidationError(wrong)
        return cleaned

    class Meta:
        icon = "media"
        template = "website/blocks/video.html"


class ElsewhereBlock(StructBlock):
    """A video on another site: a picture and a link that says where it leads; nothing of that site is loaded."""

    name = CharBlock(label=_("Title of the video"), max_length=200)
    address = URLBlock(label=_("Address"), validators=[URLValidator(["https"])])
    picture = ImageChooserBlock(label=_("Picture"))
    credit = CharBlock(label=_("Credit"), max_length=200)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"host": (urlsplit(value["address"]).hostname or "").removeprefix("www.")}

    class Meta:
        icon = "link-external"
        template = "website/blocks/elsewhere.html"


class DocumentBlock(StructBlock):
    """A file to take home."""

    document = DocumentChooser(label=_("Document"))
    name = CharBlock(label=_("Name"), max_length=200)

    class Meta:
        icon = "doc-full"
        template = "website/blocks/document.html"


class TableBlock(StructBlock):
    """A small table with a name and a head for each column."""

    caption = CharBlock(label=_("Caption"), max_length=300)
    columns = ListBlock(CharBlock(max_length=200), label=_("Heads of the columns"), min_num=1)
    rows = ListBlock(ListBlock(CharBlock(max_length=500, required=False)), label=_("Rows"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Each cell with the head of its column, under which it is read where a row becomes a block, and its mark."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        marks, heads = context.get("marks", {}), [*value["columns"]]
        columns = [(one.value, marks.get(f"columns.{one.id}")) for one in value["columns"].bound_blocks]
        rows = [
            [
                (cell.value, head, marks.get(f"rows.{row.id}.{cell.id}"))
                for cell, head in zip(row.value.bound_blocks, chain(heads, repeat("")), strict=False)
            ]
            for row in value["rows"].bound_blocks
        ]
        return context | {
            "columns": columns,
            "rows": rows,
            "note": next((one.note for one in marks.values() if one.note), ""),
        }

    class Meta:
        icon = "table"
        template = "website/blocks/table.html"


class ArticleBody(StreamBlock):
    """The blocks of an article, in the order in which they are read."""

    text = RichTextBlock(label=_("Text"), features=FEATURES, template="website/blocks/text.html")
    facts = FactsBlock(label=_("Sentences from records"))
    quote = QuoteBlock(label=_("Quote"))
    picture = PictureBlock(label=_("Picture"))
    gallery = GalleryBlock(label=_("Gallery"))
    video = VideoBlock(label=_("Video"))
    elsewhere = ElsewhereBlock(label=_("Video on another site"))
    document = DocumentBlock(label=_("Document"))
    table = TableBlock(label=_("Table"))
    record = RecordBlock(
        label=_("Record"),
        help_text=_("The address of a session, a partner, a commitment, an agreement or an event that is public."),
    )
