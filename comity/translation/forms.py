"""Fields of forms for what people write: a text in several languages, a name, an e-mail address."""

from typing import Any

from django import forms

from comity.translation.likeness import refuse_disguised, refuse_unreadable
from comity.translation.texts import Text, current_language, direction, languages
from comity.translation.unseen import as_name, as_text


class TextWidget(forms.MultiWidget):
    """A box per language: the reader's own is open, the others fold away below it."""

    template_name = "translation/text.html"
    use_fieldset = False  # the label names the reader's own box; the others have labels of their own

    def __init__(self, long: bool = False, attrs: dict[str, Any] | None = None, without: str = "") -> None:
        box = forms.Textarea if long else forms.TextInput
        self.long, self.codes = long, [code for code in languages() if code != without]
        super().__init__({code: box({"lang": code, "dir": direction(code)}) for code in self.codes}, attrs)

    def decompress(self, value: Text | None) -> list[str]:
        return [(value or Text()).get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        boxes = dict(zip(self.codes, context["widget"]["subwidgets"], strict=True))
        own = current_language() if current_language() in boxes else self.codes[0]
        # The label of the field points at the reader's own box; only that one is `required`, and can have the focus.
        context["widget"]["own"] = boxes.pop(own)
        context["widget"]["own"]["attrs"]["id"] = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"]["others"] = boxes.values()
        context["widget"]["is_told_elsewhere"] = any(box["value"] for box in boxes.values())
        for box in boxes.values():
            box["attrs"].pop("required", None)
            box["attrs"].pop("autofocus", None)
        return context

    def id_for_label(self, id_: str, index: str = "") -> str:
        return id_


class NameField(forms.CharField):
    """A name as somebody writes it, without the signs that turn text around."""

    default_validators = [refuse_unreadable]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.TextInput({"dir": "auto"}), **kwargs})

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        name = as_name(typed)
        if typed and not name:
            refuse_unreadable(name)
        return name


class AddressField(forms.EmailField):
    """An e-mail address that reads as what it is."""

    default_validators = [*forms.EmailField.default_validators, refuse_disguised]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("dir", "ltr")


class TextFormField(forms.MultiValueField):
    """Reads a `Text`; the reader's language is the original unless the text already had one.

    `without` leaves out a language whose words stand fast.
    A short text is a name or a title, a `long` one has paragraphs: see `comity.translation.unseen`.
    """

    def __init__(self, *, long: bool = False, without: str = "", **kwargs: Any) -> None:
        self.written_as = as_text if long else as_name
        widget = TextWidget(long=long, without=without)
        self.codes = widget.codes
        boxes = [forms.CharField(required=False) for _ in self.codes]
        super().__init__(boxes, require_all_fields=False, widget=widget, **kwargs)

    def compress(self, data_list: list[str]) -> Text:
        written = dict(zip(self.codes, data_list, strict=False)) if data_list else {}
        earlier: list[str] = list(self.initial) if isinstance(self.initial, Text) else []
        order = [*earlier, current_language(), *languages()]
        return Text({code: self.written_as(written.get(code, "")).strip() for code in dict.fromkeys(order)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial if isinstance(initial, Text) else Text(initial or {}), data)
