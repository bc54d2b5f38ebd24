"""How every form is drawn: label, help, error and field in one part."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "ui/parts/form.html"
    field_template_name = "ui/parts/field.html"
