"""What the newsroom wears and offers: our name and colours, and no menu to what Comity keeps itself."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

NOT_OFFERED = {"users", "groups", "sites", "locales", "whats-new-in-wagtail", "help"}


@hooks.register("insert_global_admin_css")
def our_colours() -> SafeString:
    """This will load our colours after those of Wagtail."""
    return format_html('<link rel="stylesheet" href="{}">', static("website/newsroom.css"))


@hooks.register("construct_reports_menu")
@hooks.register("construct_settings_menu")
@hooks.register("construct_main_menu")
def leave_out_what_comity_keeps(request: HttpRequest, menu_items: list[Any]) -> None:
    """This will take accounts, sites and languages out of a menu."""
    shut = reverse("wagtail_localize:translations_report")  # its name in the menu depends on the language
    menu_items[:] = [one for one in menu_items if one.name not in NOT_OFFERED and one.url != shut]
