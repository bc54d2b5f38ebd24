"""The text that the files beside it were made from: two recitals, five articles and an annex, in English and Arabic."""

TITLE = {"en": "Memorandum of understanding", "ar": "مذكرة تفاهم"}
CLAUSES = [
    (
        "recital",
        {},
        {
            "en": "The Host Organisation and the Partner Association, hereinafter “the Parties”,",
            "ar": "إن المنظمة المضيفة والجمعية الشريكة، ويشار إليهما فيما يأتي بـ«الطرفين»،",
        },
    ),
    (
        "recital",
        {},
        {
            "en": "Considering the aims that they share in higher education,",
            "ar": "إذ يضعان في اعتبارهما أهدافهما المشتركة في مجال التعليم العالي،",
        },
    ),
    (
        "article",
        {"en": "Purpose", "ar": "الغرض"},
        {
            "en": "The Parties work together on doctorates.\n\nThey name a contact person each.",
            "ar": "يتعاون الطرفان في مجال الدكتوراه.\n\nويسمي كل منهما جهة اتصال.",
        },
    ),
    (
        "article",
        {"en": "Duration", "ar": "المدة"},
        {
            "en": "This memorandum is concluded for five years. Each Party may end it with a notice of twelve months.",
            "ar": "تبرم هذه المذكرة لمدة خمس سنوات. ويجوز لكل طرف إنهاؤها بإخطار مدته اثنا عشر شهراً.",
        },
    ),
    (
        "article",
        {"en": "Publications", "ar": "المنشورات"},
        {
            "en": "What comes of joint work is published in the languages of both Parties.",
            "ar": "تنشر نتائج العمل المشترك بلغات الطرفين.",
        },
    ),
    (
        "article",
        {"en": "Settlement of disputes", "ar": "تسوية المنازعات"},
        {
            "en": "Any difference is settled by negotiation between the Parties.",
            "ar": "يسوى كل خلاف بالتفاوض بين الطرفين.",
        },
    ),
    (
        "article",
        {"en": "Costs", "ar": "التكاليف"},
        {
            "en": "Each Party bears its own costs unless they decide otherwise in writing.",
            "ar": "يتحمل كل طرف تكاليفه ما لم يتفقا كتابة على خلاف ذلك.",
        },
    ),
    (
        "annex",
        {"en": "Contact persons", "ar": "جهات الاتصال"},
        {"en": "The Parties tell each other their names.", "ar": "يخطر كل طرف الآخر بالأسماء."},
    ),
]
# What the edits of the macro say, by language: a word changed, the words of a new article.
CHANGED = {"en": ("twelve", "six"), "ar": ("اثنا عشر شهراً", "ستة أشهر")}
ADDED = {
    "en": ("Data protection", "The Parties protect the personal data that they exchange."),
    "ar": ("حماية البيانات", "يحمي الطرفان البيانات الشخصية التي يتبادلانها."),
}
