"""Every command of Comity: what it does, an example, and where its work is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from comity.cli.surroundings import Surroundings

PORT = {"type": int, "default": 8000, "help": "the port to listen on (default: 8000)"}
WORKERS = {"type": int, "default": 2, "help": "how many processes answer requests (default: 2)"}
HOST = {"default": "127.0.0.1", "help": "the address to listen on (default: 127.0.0.1)"}


@dataclass(frozen=True)
class Command:
    """One command: its words for --help, its options, and the function that does its work."""

    does: str
    example: str
    work: str  # module:function of comity.cli, loaded after the settings
    more: str = ""
    options: dict[str, dict[str, Any]] = field(default_factory=dict)
    surroundings: Surroundings = Surroundings.AS_GIVEN


COMMANDS = {
    "demo": Command(
        does="Show Comity with the example cooperation: make what is missing, load it, open the server.",
        more="All of it lies in ./var (or COMITY_DATA), letters included; deleting that folder begins anew.",
        example="comity demo --port 8080",
        work="demonstration:demo",
        options={"--port": PORT, "--workers": WORKERS},
        surroundings=Surroundings.DEMONSTRATION,
    ),
    "begin": Command(
        does="Enter the host organisation and invite its head of office: the first minute of one's own Comity.",
        more="Can be done once. The head opens the link, chooses a password, and invites everybody else.",
        example='comity begin "Office of Example" --email head@example.org --name "Hana Head"',
        work="beginning:begin",
        options={
            "organisation": {"metavar": "ORGANISATION", "help": "the official name of the host"},
            "--email": {"required": True, "help": "the address of the head of office"},
            "--name": {"required": True, "help": "the name of the head of office"},
            "--kind": {"default": "other", "help": "what the host is, such as intergovernmental, university, ministry"},
            "--language": {"default": "en", "help": "the language of both: en, fr or ar (default: en)"},
        },
    ),
    "serve": Command(
        does="Open the server: worker processes that answer requests, and one that sends the letters.",
        more="Refuses to start, in words, where the secret key is weak or what was saved could be lost.",
        example="comity serve --host 0.0.0.0 --port 8000 --workers 4",
        work="serving:serve",
        options={
            "--host": HOST,
            "--port": PORT,
            "--workers": WORKERS,
            "--without-letters": {
                "action": "store_true",
                "help": "let a `comity worker` elsewhere send the letters",
            },
        },
        surroundings=Surroundings.SERVER,
    ),
    "worker": Command(
        does="Send the letters that wait in the outbox, as they come.",
        more="`comity serve` starts one by itself; several may run beside each other. One that is started by hand\n"
        "refuses what the server refuses, but for what only pages need.",
        example="comity worker",
        work="letters:worker",
        options={
            "--once": {"action": "store_true", "help": "send what waits now, then end"},
            "--with-parent": {"type": int, "metavar": "PID", "help": "end when this parent process ends"},
        },
    ),
    "migrate": Command(
        does="Bring the database, the translations and the static files up to date with this version.",
        more="Safe to run again; what is already up to date is left alone.",
        example="comity migrate",
        work="preparing:migrate",
    ),
    "import": Command(
        does="Read a table of organisations, the world's institutions (ROR), or a vocabulary (SKOS).",
        more="A table (CSV or XLSX) is shown first and entered with --apply. A dump of ROR (.json, .json.gz, .zip)\n"
        "and a vocabulary (.ttl, .rdf) are read at once; stopped at any moment, they go on where they were. Running\n"
        "it again with the same file doubles nothing. Rows and records with faults are named and left out.",
        example="comity import organisations partners.xlsx --apply --by officer@example.org",
        work="importing:bring_in",
        options={
            "what": {"choices": ["organisations", "ror", "skos"], "help": "what the file holds"},
            "file": {"metavar": "FILE", "help": "the file"},
            "--apply": {"action": "store_true", "help": "enter the rows of a table; without it they are only shown"},
            "--by": {"metavar": "EMAIL", "help": "the account that enters them, as the journal will say"},
        },
    ),
    "catalogue": Command(
        does="Make the catalogue by which the search finds news and records.",
        more="Needed once after coming to a version that searches; from then on it follows every act by itself.\n"
        "Saying it again puts right what is not, and nobody has to wait meanwhile.",
        example="comity catalogue",
        work="cataloguing:catalogue",
    ),
    "remind": Command(
        does="Write today's reminders into the outbox: a letter a person, on all that is due or overdue.",
        more="Letters go out 14 and 3 days before something is due, on the day, and 1, 7, 14 days after it, then\n"
        "every fourteenth day; before the next session means the day of that session. A letter that goes out\n"
        "tells of all that is overdue. Meant to run once a day; running it twice writes nothing twice.",
        example="comity remind",
        work="reminders:remind",
    ),
    "newsletter": Command(
        does="Write the news that were not told yet to those who asked for them, a letter a reader and language.",
        more="Meant to run once a week, or as often as news should go out; running it twice tells nothing twice.",
        example="comity newsletter",
        work="newsletters:newsletter",
    ),
    "verify": Command(
        does="Check that nothing in the journal was changed, or what a signed PDF proves.",
        more="Of the journal: bring checkpoints that were kept elsewhere: only they show what was changed by\n"
        "somebody who could sign. Of a PDF: it ends with 0 where every signature is proven, 1 where not,\n"
        "2 where it cannot be read; nothing is fetched, and no network is needed.",
        example="comity verify journal --held checkpoint-of-last-year.txt\n  comity verify signed.pdf --trust roots/",
        work="verifying:verify",
        options={
            "what": {"metavar": "journal|FILE.pdf", "help": "what is checked"},
            "--trust": {"metavar": "PLACE", "action": "append", "help": "a folder or file of roots (COMITY_TRUST)"},
            "--held": {"metavar": "FILE", "action": "append", "default": [], "help": "a checkpoint that was kept"},
            "--key": {"metavar": "FILE", "help": "the public key that was kept with it (default: ours)"},
        },
    ),
    "export": Command(
        does="Write all that is kept about a person, or the journal for a verifier of somebody else.",
        more="WHO is an e-mail address, user:3, person:4, or a name that only one person has; the file is a zip.\n"
        "A second verifier of the journal lies beside the first: comity/journal/verifier/verify.mjs.",
        example="comity export person amina@example.org amina.zip",
        work="personal:export",
        options={
            "what": {"choices": ["journal", "person"], "help": "what is written"},
            "words": {"metavar": "[WHO] FILE", "nargs": "+", "help": "about whom, and the file to make"},
        },
    ),
    "erase": Command(
        does="Erase a person's data: names, addresses, letters, links, sign-ins, and the key to the history.",
        more="Without --yes it only tells what would go and what is kept. It cannot be taken back.",
        example="comity erase person amina@example.org --yes",
        work="personal:erase",
        options={
            "what": {"choices": ["person"], "help": "what is erased"},
            "who": {"metavar": "WHO", "help": "an e-mail address, user:3, person:4, or a name that one person has"},
            "--yes": {"action": "store_true", "help": "do it"},
        },
    ),
    "tidy": Command(
        does="Throw away what was kept long enough (docs/personal-data.md).",
        more="The letter worker and `comity remind` do it by themselves every day; twice does nothing twice.",
        example="comity tidy",
        work="personal:tidy",
    ),
    "mail": Command(
        does="Read the answers to invitations from a mailbox and keep them beside each delegate.",
        more="FROM is a Maildir folder, an mbox file, or - for one message from standard input, as mail servers pipe\n"
        "it; without it, what COMITY_MAILBOX_SOURCE names. Meant to run every few minutes; nothing counts twice.",
        example="comity mail receive /var/mail/comity/",
        work="post:mail",
        options={
            "what": {"choices": ["receive"], "help": "what is done"},
            "source": {"metavar": "FROM", "nargs": "?", "default": "", "help": "where the answers are read from"},
        },
    ),
    "engines": Command(
        does="List the engines of translation, whether each answers, and its budget; or translate one sentence.",
        more="Asking an engine whether it answers sends it one sentence of ours. A sentence of yours goes to engines\n"
        "off this machine only with --public.",
        example='comity engines "ICESCO wrote to the Leibniz Association." --from en --to es',
        work="engines:show",
        options={
            "sentence": {"metavar": "SENTENCE", "nargs": "?", "default": "", "help": "what is translated as a trial"},
            "--from": {"dest": "source", "default": "en", "metavar": "LANGUAGE", "help": "of the sentence (en)"},
            "--to": {"dest": "target", "default": "fr", "metavar": "LANGUAGE", "help": "into which (fr)"},
            "--public": {"action": "store_true", "help": "everybody may read it: engines outside may have it"},
        },
    ),
    "backup": Command(
        does="Write a backup: database, files and what proves both, in one archive, while Comity goes on working.",
        more="Readable by its owner alone, whole or not at all; it replaces nothing. Guard it: it holds all.",
        example="comity backup /backups/comity-2026-11-25.tar",
        work="safekeeping:backup",
        options={"file": {"metavar": "FILE", "help": "the archive to write; must not exist"}},
    ),
    "restore": Command(
        does="Bring a backup back into an empty place, and compare it with what was kept, row by row.",
        more="Checks every byte of the archive first. Refuses a living database and a folder that holds anything.",
        example="comity restore /backups/comity-2026-11-25.tar",
        work="safekeeping:restore",
        options={
            "file": {"metavar": "FILE", "help": "an archive that `comity backup` wrote"},
            "--erased": {"metavar": "FILE", "help": "the newest list of who was erased: they are erased again"},
        },
    ),
    "check": Command(
        does="Tell whether this installation is sound: settings, database, durability, files, clock.",
        example="comity check --deploy",
        work="readiness:check",
        options={"--deploy": {"action": "store_true", "help": "fail also on what is only worth knowing"}},
    ),
}
