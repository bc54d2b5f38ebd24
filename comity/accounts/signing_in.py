"""How allauth signs people in here: nobody opens an account alone, and letters leave through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):
    """Sign-up is closed: an account begins with an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_display_name(self, user: Any) -> str:
        return user.name
