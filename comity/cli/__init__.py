"""The `comity` command: what an office runs, and behind it Django's own commands for developers."""

from __future__ import annotations

import gc
import os
import signal
import sys
from argparse import Action, ArgumentParser, HelpFormatter, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module

from comity.cli import surroundings
from comity.cli.commands import COMMANDS, Command
from comity.cli.refusal import Refusal
from comity.journal.whereabouts import entering

ABOUT = "Comity keeps the thread of international cooperation: from the sentence said in a session to its result."
FROM_OUTSIDE = {"import", "restore"}  # what these are given may be damaged, foreign or forged
DEVELOPERS = "Any other word is one of Django's commands, for developers: comity shell, comity makemigrations."


def main(arguments: list[str] | None = None) -> int:
    """This will run one of Comity's commands and return its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.settings")
    if words and words[0] not in COMMANDS and words[0] != "help" and not words[0].startswith("-"):
        return run_of_django(words)
    asked = parser().parse_args([] if words[:1] == ["help"] else words)
    if asked.command is None:
        parser().print_help()
        return 0
    try:
        done = run(COMMANDS[asked.command], asked)
        sys.stdout.flush()
        return done
    except Refusal as refusal:
        print(f"comity {asked.command}: {refusal}", file=sys.stderr)
        if asked.command in FROM_OUTSIDE:
            note_where_kept(str(asked.command), str(refusal))
        return 1
    except BrokenPipeError:
        # Whoever reads, such as `head`, has read enough. What Python still holds goes nowhere, so that it does not
        # complain on its way out; https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE


def run_of_django(words: list[str]) -> int:
    """This will hand a word that is not ours to Django."""
    surroundings.lay_kept_address()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings first

    with entering("command", words[0]):
        execute_from_command_line(["comity", *words])
    return 0


def run(command: Command, asked: Namespace) -> int:
    """This will lay the environment that the command asks for, load the settings, and do its work."""
    surroundings.lay(command.surroundings, asked)
    module, _colon, function = command.work.partition(":")
    with nothing_thrown_away():
        import django  # noqa: PLC0415 - the environment first

        django.setup()
        from comity.journal.whereabouts import entering  # noqa: PLC0415 - the settings first

        work = getattr(import_module(f"comity.cli.{module}"), function)
    if asked.command != "restore":
        refuse_where_unfinished()
    with entering("command", str(asked.command)):
        done: int = refused_where_something_lacks(work, asked)
    return done


def refused_where_something_lacks(work: Callable[[Namespace], int], asked: Namespace) -> int:
    """This will do the work, and raise Refusal where it ended with a fault for what the installation lacks."""
    from comity.cli.missing import what_lacks  # noqa: PLC0415 - the settings first

    try:
        return work(asked)
    except Exception as fault:
        if lacking := what_lacks(fault):
            raise Refusal(lacking) from fault
        raise


def note_where_kept(command: str, words: str) -> None:
    """This will write into the journal that a command was refused; where no Comity lives, none is begun for that."""
    from django.db import DatabaseError, connection  # noqa: PLC0415 - the settings first

    from comity.journal.refusing import note_refused_command  # noqa: PLC0415 - the settings first

    if connection.vendor == "sqlite" and not os.path.exists(connection.settings_dict["NAME"]):
        return
    with suppress(DatabaseError):
        note_refused_command(command, words)


@contextmanager
def nothing_thrown_away() -> Iterator[None]:
    """This will keep Python from looking for garbage while it loads code, which all stays: a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def refuse_where_unfinished() -> None:
    """This will raise Refusal where a restore was begun and did not come to its end."""
    from comity.safekeeping.restore import is_unfinished  # noqa: PLC0415 - the environment first

    if is_unfinished():
        raise Refusal("a restore began here and did not end. Run the same `comity restore FILE` again.")


class ListOfCommands(HelpFormatter):
    """Leaves room for the longest name: argparse forgets that names of commands are indented once more."""

    def add_argument(self, action: Action) -> None:
        super().add_argument(action)
        if action.dest == "command":
            longest = max(map(len, COMMANDS)) + 2 * self._indent_increment
            self._action_max_length = max(self._action_max_length, longest)


def parser() -> ArgumentParser:
    """This will describe every command, with an example of each."""
    described = ArgumentParser("comity", description=ABOUT, epilog=DEVELOPERS, formatter_class=ListOfCommands)
    commands = described.add_subparsers(dest="command", metavar="COMMAND")
    for name, command in COMMANDS.items():
        one = commands.add_parser(
            name,
            help=command.does,
            description=f"{command.does}\n\n{command.more}".strip(),
            epilog=f"example:\n  {command.example}",
            formatter_class=RawDescriptionHelpFormatter,
        )
        for flags, facts in command.options.items():
            one.add_argument(*flags.split(), **facts)
    return described
