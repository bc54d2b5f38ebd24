"""What an article is made of, block by block; each has a template of its own (templates/website/blocks)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChooserBlock,
    FieldBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.images.blocks import ImageChooserBlock

from comity.website.records import is_public, reference_at, reference_in

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class AddressOfRecord(forms.CharField):
    """The address of the page of a record that everybody may read; kept as the kind and number of the record."""

    def prepare_value(self, value: Any) -> Any:
        return value

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        found = reference_in(words) or reference_at(words)
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


class QuoteBlock(StructBlock):
    """What somebody said, with the official title under which they said it."""

    words = TextBlock(label=_("Words"))
    speaker = CharBlock(label=_("Speaker"), max_length=200)
    office = CharBlock(label=_("Official title"), max_length=300, required=False)

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

    class Meta:
        icon = "table"
        template = "website/blocks/table.html"


class ArticleBody(StreamBlock):
    """The blocks of an article, in the order in which they are read."""

    text = RichTextBlock(label=_("Text"), features=FEATURES, template="website/blocks/text.html")
    quote = QuoteBlock(label=_("Quote"))
    picture = PictureBlock(label=_("Picture"))
    document = DocumentBlock(label=_("Document"))
    table = TableBlock(label=_("Table"))
    record = RecordBlock(
        label=_("Record"),
        help_text=_("The address of a session, a partner, a commitment, an agreement or an event that is public."),
    )
