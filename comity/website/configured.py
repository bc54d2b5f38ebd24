"""How Wagtail, which keeps the pages of the public site, is set up here; read by `comity.settings`."""

from typing import Any

# Of Wagtail, in the order that its templates and hooks want; the newsroom asks nobody outside about anything.
WAGTAIL_APPS = [
    "wagtail_localize",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.embeds",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
]
# The address of the editors' rooms stands outside of the languages, which Wagtail keeps for itself there.
NEWSROOM = "newsroom/"
SPOKEN = "newsroom_language"  # in the session of its editor: the language of the page that led there last
LARGEST = 10 * 1024 * 1024  # bytes of one picture or document
WAGTAIL: dict[str, Any] = {
    "WAGTAIL_SITE_NAME": "Comity",
    "WAGTAIL_I18N_ENABLED": True,
    "WAGTAILADMIN_LOGIN_URL": "account_login",
    "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED": False,
    "WAGTAILUSERS_PASSWORD_ENABLED": False,
    "WAGTAIL_EMAIL_MANAGEMENT_ENABLED": False,
    "WAGTAIL_GRAVATAR_PROVIDER_URL": None,
    "WAGTAIL_ENABLE_UPDATE_CHECK": False,
    "WAGTAIL_ENABLE_WHATS_NEW_BANNER": False,
    "WAGTAIL_FINISH_WORKFLOW_ACTION": "comity.website.approved.publish_approved",
    "WAGTAILAPI_SEARCH_ENABLED": False,
    # No words are looked for in tables of its own: two of its backends would share one index.
    "WAGTAILSEARCH_BACKENDS": {"default": {"BACKEND": "modelsearch.backends.database.fallback"}},
    # Nothing is embedded from other sites.
    "WAGTAILEMBEDS_FINDERS": [],
    "WAGTAILIMAGES_EXTENSIONS": ["jpg", "jpeg", "png"],
    "WAGTAILIMAGES_MAX_UPLOAD_SIZE": LARGEST,
    "WAGTAILIMAGES_FORMAT_CONVERSIONS": {"png": "webp", "jpeg": "webp"},
    "WAGTAILIMAGES_IMAGE_FORM_BASE": "comity.website.forms.PictureForm",
    "WAGTAILDOCS_MAX_UPLOAD_SIZE": LARGEST,
    # Which documents are taken is told there, by what is in them; Wagtail would name those of a refused file once more.
    "WAGTAILDOCS_DOCUMENT_FORM_BASE": "comity.website.forms.DocumentForm",
    "WAGTAILDOCS_SERVE_METHOD": "serve_view",
    "WAGTAIL_PRIVATE_PAGE_OPTIONS": {"SHARED_PASSWORD": False},
    "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE": False,
    "TAGGIT_CASE_INSENSITIVE": True,
}
