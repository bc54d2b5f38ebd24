"""What every answer tells the browser beside its page, whoever gave the answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# What no page of ours uses; passkeys are the one thing that a page here may ask the device for. A browser that has no
# Bluetooth on its system, as Chromium on Linux, notes in its console that it does not know the word.
UNUSED = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join(
    [*(f"{one}=()" for one in UNUSED), "publickey-credentials-create=(self)", "publickey-credentials-get=(self)"]
)


def closed_to_other_sites(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """This will keep other sites from embedding what is ours, and our own pages from what they do not need."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return answer
