"""What the newsroom wears and offers: our name and colours, and no menu to what Comity keeps itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem as LinkMenuItemComponent
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from comity.accounts.policies import Asked
from comity.translation.templatetags.said import isolated, language_name
from comity.website import newsdesk
from comity.website.behind import beside
from comity.website.checks import compare
from comity.website.holding import HELD
from comity.website.models import Article, SecondLook
from comity.website.moderating import NOT_APPROVED
from comity.website.releasing import AGAINST_FACTS, keep_unpublished

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


@hooks.register("register_admin_urls")
def our_own_rooms() -> list[URLPattern]:
    """This will add the pages of ours to the newsroom."""
    return [
        path("sessions/", newsdesk.sessions, name="newsroom-sessions"),
        path("facts/<int:pk>/", newsdesk.facts, name="newsroom-facts"),
    ]


class WayBack(MenuItem):
    """Leads to the desk, whose address depends on the language that is spoken when the menu is drawn."""

    def render_component(self, request: HttpRequest) -> LinkMenuItemComponent:
        """The item as the side bar draws it."""
        return LinkMenuItemComponent(self.name, self.label, reverse("desk"), icon_name=self.icon_name)


@hooks.register("register_admin_menu_item")
def way_back() -> MenuItem:
    """This will lead from the newsroom to the desk that its editor came from."""
    return WayBack(_("Desk"), "", name="desk", icon_name="home", order=50)


@hooks.register("register_admin_menu_item")
def news_of_sessions() -> MenuItem:
    """This will lead to the sessions of which news can be written."""
    return MenuItem(
        _("News of a session"), reverse("newsroom-sessions"), name="sessions", icon_name="doc-full", order=150
    )


class FactsItem(ActionMenuItem):
    """Leads from the editor to the facts of the article; what was not saved is not among them."""

    name = "action-facts"
    label = _("Facts of this article")
    icon_name = "list-ul"
    order = 1000  # the first would be the act that stands open

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Only of an article that is there already."""
        return isinstance(context.get("page"), Article) and context["view"] == "edit"

    def get_url(self, context: dict[str, Any]) -> str:
        """Where they are shown."""
        return reverse("newsroom-facts", args=[context["page"].pk])


@hooks.register("register_page_action_menu_item")
def facts_of_the_article() -> FactsItem:
    """This will offer the facts beside the acts of the editor."""
    return FactsItem()


@hooks.register("before_publish_page")
def hold_what_differs(request: HttpRequest, page: Page) -> HttpResponse | None:
    """This will keep an article as a draft while its facts differ, and lead to where they are shown."""
    if not isinstance(page, Article):
        return None
    found = compare(page).differences()
    if not found:
        return None
    keep_unpublished(page)
    messages.warning(
        request, _("It is saved as a draft and not published: its facts differ. Look at each, or say why.")
    )
    return redirect(f"{reverse('newsroom-facts', args=[page.pk])}?held")


@hooks.register("after_publish_page")
def tell_of_the_other_versions(request: HttpRequest, page: Page) -> None:
    """This will say which versions people write that are not what was published now, and lead to each."""
    waiting = beside(page) if isinstance(page, Article) else []
    if not waiting:
        return
    buttons = [messages.button(one.url, language_name(one.language)) for one in waiting]
    words = _("People write this article in other languages too, and there it does not say yet what you published.")
    messages.info(request, words, buttons=buttons)


@hooks.register("before_edit_page")
def say_why_it_is_not_approved(request: Asked, page: Page) -> None:
    """This will say above an article that waits for a second look why "Approve" is not offered, and what to do."""
    look = page.current_workflow_task
    if request.method != "GET" or not isinstance(look, SecondLook):
        return
    if look.is_asked_for_by(request.user, page):
        messages.info(request, _("You submitted this: somebody else of the office approves it, and it is published."))
    elif look.is_held(page):
        to_facts = messages.button(reverse("newsroom-facts", args=[page.pk]), _("Facts of this article"))
        messages.warning(request, NOT_APPROVED, buttons=[to_facts])


@hooks.register("before_bulk_action")
def hold_those_that_differ(request: HttpRequest, act: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """This will publish none of several pages while the facts of any article among them differ."""
    if act != "publish":
        return None
    for page in [one for chosen in objects for one in chosen.get_descendants(inclusive=True).specific()]:
        if isinstance(page, Article) and compare(page).differences():
            words = _("Nothing was published: the facts of “%(article)s” differ. Publish it by itself.")
            messages.error(request, words % {"article": isolated(page.title)})
            return redirect("newsroom-facts", page.pk)
    return None


@hooks.register("register_log_actions")
def against_facts(actions: Any) -> None:
    """This will name in the log what was published although its facts differed, and why."""

    class PublishedAgainstFacts(LogFormatter):
        label = _("Publish although facts differ")

        def format_message(self, log_entry: Any) -> str:
            """What was done."""
            return gettext("Published although its facts differ (%(count)s)") % {
                "count": len(log_entry.data["differences"])
            }

        def format_comment(self, log_entry: Any) -> str:
            """Why."""
            return str(log_entry.data["why"])

    actions.register_action(AGAINST_FACTS)(PublishedAgainstFacts)


@hooks.register("register_log_actions")
def held_at_its_time(actions: Any) -> None:
    """This will name in the log what was not published at its time because its facts differed by then."""

    class HeldAtItsTime(LogFormatter):
        label = _("Hold because facts differ")

        def format_message(self, log_entry: Any) -> str:
            """What was done."""
            return gettext("Not published at its time, because its facts differ (%(count)s)") % {
                "count": len(log_entry.data["differences"])
            }

    actions.register_action(HELD)(HeldAtItsTime)
