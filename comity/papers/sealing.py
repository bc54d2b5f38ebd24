"""The seal of whoever runs this server: it says that a record came from here and is unchanged, and nothing more.

It is an advanced electronic seal where its certificate is one of an organisation, and never a qualified one: that takes
a qualified device and certificate of a trust service, which this program cannot know (eIDAS, articles 36 and 38).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from comity.papers.certificates import Trust
from comity.papers.signing import Key, Level, NotSigned, key_from, key_in_device, sign, time_authority

DEVICE = "pkcs11"  # pkcs11:/path/of/its/library.so?token=…&label=…
PLACE = "Seal"


@contextmanager
def sealing_key(where: str, passphrase: str) -> Iterator[Key]:
    """This will open the key that seals: a PKCS#12 file, or a device as `pkcs11:/library.so?token=NAME&label=NAME`.

    Raises NotSigned where it cannot be used.
    """
    address = urlsplit(where)
    if address.scheme == DEVICE:
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        named = {"token": asked.get("token", ""), "label": asked.get("label", "")}
        with key_in_device(address.path, pin=passphrase, **named) as key:
            yield key
        return
    try:
        content = Path(where).read_bytes()
    except OSError:
        raise NotSigned("no key") from None
    yield key_from(content, passphrase)


def sealed(content: bytes, *, where: str, passphrase: str, trust: Trust, authority: str = "") -> tuple[bytes, Level]:
    """This will seal a PDF of ours, and tell how long that can be verified; `authority` tells the time (RFC 3161)."""
    with sealing_key(where, passphrase) as key:
        return sign(content, key, field=PLACE, trust=trust, stamper=time_authority(authority))
