"""What the public site stands on: a root page and a list of news per language, and what the office may do there."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.translation import gettext_noop, override
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from comity.accounts.models import OFFICE
from comity.website.models import LanguageHome, NewsIndex, SecondLook
from comity.website.words import NEWS

# Whoever writes for the office also publishes: in a small office nobody has to wait for a second hand.
ON_PAGES = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
ON_FILES = {
    "wagtailimages": ["add_image", "change_image", "choose_image"],
    "wagtaildocs": ["add_document", "change_document", "choose_document"],
}
EVERYWHERE = [("wagtailadmin", "access_admin"), ("wagtail_localize", "submit_translation")]
# Kept in this language, and said in that of each reader (moderating.py).
MODERATION, SECOND_LOOK = gettext_noop("moderation"), gettext_noop("second look by the office")
TABLES = {"website_languagehome", "website_secondlook", "wagtailcore_groupsitepermission"}
FIRST = "site"  # the name in the address of the first root, which nobody sees


def lay() -> None:
    """This will make what is missing of it; nothing where all of it is there."""
    if not set(connection.introspection.table_names()) >= TABLES:
        return  # the tables are being made, and not all of them are there yet
    homes = [_home_in(locale) for locale in _locales()]
    _lay_site(homes[0])
    groups = [Group.objects.get_or_create(name=str(role))[0] for role in sorted(OFFICE)]
    for group in groups:
        _let(group)
    _lay_moderation(groups)


def _lay_site(home: LanguageHome) -> None:
    """The one site; written past the signals, which ask for a table of the cache that may not be there yet."""
    if Site.objects.filter(root_page=home, is_default_site=True).exists():
        return
    if not Site.objects.update(root_page=home, is_default_site=True, site_name="Comity"):
        Site.objects.bulk_create([Site(hostname="localhost", root_page=home, is_default_site=True, site_name="Comity")])
    if settings.CACHES["default"]["LOCATION"] in connection.introspection.table_names():
        Site.clear_site_root_paths_cache()


def _locales() -> list[Locale]:
    codes = [code for code, _name in settings.LANGUAGES]
    known = set(Locale.objects.values_list("language_code", flat=True))
    Locale.objects.bulk_create([Locale(language_code=code) for code in codes if code not in known])
    return [Locale.objects.get(language_code=code) for code in codes]


def _home_in(locale: Locale) -> LanguageHome:
    found = LanguageHome.objects.filter(locale=locale).first()
    return found or _new_home(locale)


def _new_home(locale: Locale) -> LanguageHome:
    """A root page in one language, a translation of the first one, with its list of news."""
    first = LanguageHome.objects.order_by("pk").first()
    root = Page.get_first_root_node() or _new_root(locale)
    name = FIRST if first is None else f"{FIRST}-{locale.language_code}"
    home = LanguageHome(title=f"Comity ({locale.language_code})", slug=name, locale=locale, **_same_as(first))
    root.add_child(instance=home)
    _new_index(home, locale, NewsIndex.objects.order_by("pk").first())
    return home


def _new_root(locale: Locale) -> Page:
    """The page above all, where even that is gone."""
    kind = ContentType.objects.get_for_model(Page)
    return Page.add_root(title="Root", slug="root", content_type=kind, locale=locale)


def _new_index(home: LanguageHome, locale: Locale, first: NewsIndex | None) -> None:
    with override(locale.language_code):
        home.add_child(instance=NewsIndex(title=str(NEWS), slug="news", locale=locale, **_same_as(first)))


def _same_as(first: Page | None) -> dict[str, Any]:
    return {} if first is None else {"translation_key": first.translation_key}


def _lay_moderation(groups: list[Group]) -> None:
    """The way an article goes that somebody submits, for every page, in the place of the one that Wagtail brings."""
    task = SecondLook.objects.first() or SecondLook.objects.create(name=SECOND_LOOK)
    task.groups.set(groups)
    workflow = Workflow.objects.filter(name=MODERATION).first() or Workflow.objects.create(name=MODERATION)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})


def _let(group: Group) -> None:
    """Let a group of the office do what the newsroom is for."""
    root = Page.get_first_root_node()
    for codename in ON_PAGES:
        allowed = _permission("wagtailcore", codename)
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=allowed)
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for app, codenames in ON_FILES.items():
        for codename in codenames:
            allowed = _permission(app, codename)
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=allowed)
    group.permissions.add(*(_permission(app, codename) for app, codename in EVERYWHERE))


def _permission(app: str, codename: str) -> Permission:
    found = Permission.objects.filter(content_type__app_label=app, codename=codename).first()
    if found is None:  # made after all tables of an app; those of access to the newsroom by a migration
        create_permissions(apps.get_app_config(app), verbosity=0)
        found = Permission.objects.filter(content_type__app_label=app, codename=codename).first()
    return found or _permission_of_no_table(app, codename)


def _permission_of_no_table(app: str, codename: str) -> Permission:
    kind, _is_new = ContentType.objects.get_or_create(app_label=app, model="admin")
    return Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": codename})[0]
