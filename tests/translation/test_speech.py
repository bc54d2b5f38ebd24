"""The language of a comment is told where it is clear, and not guessed where it is not."""

import pytest

from comity.translation.speech import language_of

ENGLISH = """I could not find what the two sides agreed on in the end.
Good to see what became of it since.
Thanks, very clear
The dates are missing.
Please tell when the next meeting is.
Where can I read the agreement?
I don't understand the second paragraph
very good"""
FRENCH = """La date de la conférence manque dans le premier paragraphe.
Cette traduction est difficile à comprendre.
Clair, merci.
Je n’ai pas trouvé ce que je cherchais
Très bon article
Il y a trop de sigles, et qu'est-ce que le LIKAT ?
Les noms des instituts ne sont pas complets
Merci pour votre travail"""
ARABIC = """أسماء المعاهد لا تظهر كاملة على الهاتف.
ترجمة بعض الجمل غير مفهومة.
شكرا
المقال واضح ومفيد
لم أجد تاريخ التوقيع
أين أجد نص الاتفاق مع LIKAT؟"""
NOT_KNOWN = """OK
LIKAT 2021
👍👍👍
:-(
12.05.2020
No se entiende la traducción de este párrafo
Gracias, muy claro
Muito bom artigo, obrigado
L'articolo non è chiaro
Die Übersetzung ist nicht zu verstehen
Sehr gut, danke
این مقاله خیلی خوب بود
یہ مضمون بہت اچھا ہے
Çok güzel bir makale
Terima kasih, artikel ini jelas
这篇文章很好
Спасибо, всё понятно
ok nice 这篇文章很好
The article بعض الجمل غير مفهومة"""


@pytest.mark.parametrize("comment", ENGLISH.splitlines())
def test_an_english_comment_is_told(comment):
    assert language_of(comment) == "en"


@pytest.mark.parametrize("comment", FRENCH.splitlines())
def test_a_french_comment_is_told(comment):
    assert language_of(comment) == "fr"


@pytest.mark.parametrize("comment", ARABIC.splitlines())
def test_an_arabic_comment_is_told(comment):
    assert language_of(comment) == "ar"


@pytest.mark.parametrize("comment", ["", *NOT_KNOWN.splitlines()])
def test_another_language_or_too_little_is_not_known(comment):
    assert language_of(comment) == ""
