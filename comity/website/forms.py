"""Pictures and documents for the public site: parsed in a process of their own before anything of ours opens them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from comity.files.kinds import DOCUMENTS, MOVING, PDF, PICTURES
from comity.files.reading import read_file
from comity.website.configured import LARGEST


class PictureField(WagtailImageField):
    """A picture as it is kept: drawn anew from its points, so that nothing is left of where it was taken."""

    def to_python(self, data: UploadedFile | None) -> Any:
        if data is None:
            return None
        return super().to_python(read_file(data, largest=LARGEST, taken=PICTURES).file)


class PictureForm(BaseImageForm):
    """Uploading a picture, or another file in its place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (sent := self.fields.get("file")) is not None:
            given = {"label": sent.label, "widget": sent.widget, "required": sent.required}
            self.fields["file"] = PictureField(**given)


class DocumentForm(BaseDocumentForm):
    """Uploading a document, or another file in its place."""

    def clean_file(self) -> Any:
        """This will look into the file. Raises ValidationError, in words, for one that is not taken."""
        sent = self.cleaned_data["file"]
        if not isinstance(sent, UploadedFile):
            return sent
        return read_file(sent, largest=LARGEST, taken=[PDF, *DOCUMENTS, *MOVING]).file


class ReasonForm(forms.Form):
    """Why an article is published although its facts differ."""

    why = forms.CharField(label=_("Why it is published all the same"), max_length=500)
