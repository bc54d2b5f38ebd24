"""Enters one person with an account in a Comity that was prepared before. Run as a program: newcomer.py ADDRESS."""

import sys

import django


def main(address):
    django.setup()
    from comity.accounts.models import Role, User  # noqa: PLC0415 - after the set-up
    from tests import make  # noqa: PLC0415

    user = make.user(Role.READER, name="Clara Erasable", email=address)
    make.person(user.name, by=User.objects.get(name="Amina Officer"), user=user)


if __name__ == "__main__":
    main(sys.argv[1])
