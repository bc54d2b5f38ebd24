"""The key with which a browser locks what somebody typed there and has not sent yet."""

from base64 import b64encode

from django.utils.crypto import salted_hmac

from comity.accounts.models import User


def key_of_drafts(user: User) -> str:
    """This will work out the key: the same in every browser of the person, another one for everybody else.

    32 bytes in base64, for AES-256-GCM. It is kept nowhere, and told on pages of the person alone.
    """
    return b64encode(salted_hmac("comity.drafts", str(user.pk), algorithm="sha256").digest()).decode()
