"""The settings of the same site with wagtail-cache, as its guide has them, in its quickest cache.

Its guide puts one half first and the other last, so that a page that was kept goes through everything between. Here the
first half stands behind what forbids caches to keep our pages, or it would heed that and keep none. The memory of each
worker is quicker than the files that the guide names; what it could not do there (forget a page in every worker when
it changes) is not measured.
"""

from comity.settings import *  # noqa: F403
from comity.settings import CACHES, INSTALLED_APPS, MIDDLEWARE

FORBIDS = MIDDLEWARE.index("comity.accounts.middleware.keep_out_of_caches") + 1

INSTALLED_APPS = [*INSTALLED_APPS, "wagtailcache"]
MIDDLEWARE = [
    *MIDDLEWARE[:FORBIDS],
    "wagtailcache.cache.UpdateCacheMiddleware",
    *MIDDLEWARE[FORBIDS:],
    "wagtailcache.cache.FetchFromCacheMiddleware",
]
CACHES = CACHES | {"pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": 4 * 60 * 60}}
WAGTAIL_CACHE_BACKEND = "pages"
