"""Makes the files anew."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from tests.corpora.word.make import HERE, make  # noqa: E402 - the settings first

make(HERE)
