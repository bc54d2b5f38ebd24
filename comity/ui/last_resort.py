"""The page for when no page can be made: no template, no translation, no database, no style."""

from django.http import HttpResponse

PAGE = """<!doctype html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Comity</title></head>
<body>
<h1>Something went wrong on our side</h1>
<p>Nothing half done was saved. Try again in a few minutes. If you write to us about it, name this number:</p>
<p><strong dir="ltr">{reference}</strong></p>
<h2 lang="fr">Une erreur s’est produite de notre côté</h2>
<p lang="fr">Rien n’a été enregistré à moitié. Réessayez dans quelques minutes.
Si vous nous écrivez, indiquez ce numéro.</p>
<h2 lang="ar" dir="rtl">حدث خطأ من جانبنا</h2>
<p lang="ar" dir="rtl">لم يُحفظ شيء منقوص. أعد المحاولة بعد بضع دقائق، وإن راسلتنا فاذكر هذا الرقم.</p>
</body>
</html>
"""


def last_resort(reference: str) -> HttpResponse:
    """This will answer with three short texts and the number that finds the log line."""
    answer = HttpResponse(PAGE.format(reference=reference), status=500)
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
