"""What may be typed on the command line. Standard library only, because `--help` imports nothing else."""

from __future__ import annotations

import argparse
import difflib
import os
import re
from collections.abc import Sequence

from visionquery import __version__

DEFAULT_HITS = 20

_DESCRIPTION = "Find photos by describing them. Without a command the window opens."
_WINDOW = "window"
_WINDOW_HELP = """\
The window: visionquery opens it, and brings it forward where it is open already. visionquery "dog on the beach" asks
that there; visionquery FOLDER shows the folder, and adds it where it is not searched yet; visionquery PICTURE looks
for similar photos. visionquery --search WORDS searches for words that are a command or a file as well.
"""
_SEARCH_HELP = """\
Words say what the picture looks like. -word (or -"two words") takes away what it should not look like, "quoted
words" must stand in the name of the file or of a folder. Filters: in:FOLDER type:jpg type:video camera:canon
year:2019 before:2020-05 after:2019 added:7 (days) is:favourite is:hidden rating:>=3, with a minus in front to leave
those out.
Put the whole query in single quotes to keep the shell away from it: visionquery search 'red car -people year:2019'
"""

# `search beach -people`: a word after a single dash is no option of ours (`-n5` is), and argparse would call it one.
_EXCLUSION = re.compile(r"-(?!n\d+$)[^\W\d_]\w.*", re.DOTALL)
_PROTECTED = "\0"


def parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """The parsed arguments; ends the program (exit 2) where they make no sense, as argparse does.

    `command` is None for the window. `data_dir` and `verbose` are always there.
    """
    parser = build_parser()
    arguments = parser.parse_args(_protect_exclusions(_name_window(parser, argv)))
    if arguments.command == "search":
        arguments.text = [word.removeprefix(_PROTECTED) for word in arguments.text]
        _check_search(parser, arguments)
    return arguments


def build_parser() -> argparse.ArgumentParser:
    """The parser with all its commands."""
    parser = argparse.ArgumentParser(
        prog="visionquery", description=_DESCRIPTION, epilog=_WINDOW_HELP, allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    _add_common(parser, top=True)
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    window = _command(commands, _WINDOW, "open the window (the default)", epilog=_WINDOW_HELP)
    window.add_argument("what", nargs="*", metavar="WORDS or PATH", help="what to search for, or to show")
    window.add_argument("--search", metavar="WORDS", help="what to search for")

    index = _command(commands, "index", "add folders and index their photos")
    index.add_argument("paths", nargs="+", metavar="PATH", help="a folder of photos")
    index.add_argument("--watch", action="store_true", help="stay, and keep up with changes until Ctrl-C")
    _add_json(index)

    search = _command(commands, "search", "find photos by words", epilog=_SEARCH_HELP)
    search.add_argument("text", nargs="*", metavar="TEXT", help="what the photo shows")
    search.add_argument("--stdin", action="store_true", help="read queries from standard input, one a line")
    _add_hit_count(search)
    search.add_argument("--in", dest="folder", metavar="FOLDER", help="only photos in this folder or below it")
    search.add_argument("--sheet", metavar="FILE.png", help="draw the hits as a picture, too")
    _add_json(search)

    similar = _command(commands, "similar", "find photos that look like a picture")
    similar.add_argument("file", metavar="FILE", help="any picture, in the library or not")
    _add_hit_count(similar)
    similar.add_argument("--in", dest="folder", metavar="FOLDER", help="only photos in this folder or below it")
    similar.add_argument("--sheet", metavar="FILE.png", help="draw the hits as a picture, too")
    _add_json(similar)

    folders = _command(commands, "folders", "list, add or remove folders")
    _add_json(folders)
    folders.set_defaults(action="list", paths=[])
    actions = folders.add_subparsers(dest="action", metavar="ACTION")
    _add_json(_command(actions, "list", "the folders that are searched (the default)"))
    add = _command(actions, "add", "add folders without indexing them yet")
    add.add_argument("paths", nargs="+", metavar="PATH")
    _add_json(add)
    remove = _command(actions, "remove", "forget folders; their files are not touched")
    remove.add_argument("paths", nargs="+", metavar="PATH")
    _add_json(remove)

    _add_models(commands)
    _add_json(_command(commands, "status", "how many photos are indexed, and what waits"))
    _add_json(_command(commands, "failures", "the pictures that could not be read, and why"))
    doctor = _command(commands, "doctor", "check the installation and the library")
    doctor.add_argument("--paths", action="store_true", help="show full paths (left out otherwise: they are personal)")
    _add_json(doctor)
    return parser


def _add_models(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    models = _command(commands, "models", "list, get, import, choose or remove models")
    _add_json(models)
    models.set_defaults(action="list")
    actions = models.add_subparsers(dest="action", metavar="ACTION")
    _add_json(_command(actions, "list", "the models there are (the default); * marks the one in use"))
    get = _command(actions, "get", "download a model, or go on with a download")
    get.add_argument("name", metavar="NAME", help="a name of the list, or hf-hub:OWNER/NAME")
    bring_in = _command(actions, "import", "take in a model from a folder or a checkpoint; no network is needed")
    bring_in.add_argument("path", metavar="PATH", help="an open_clip model folder, or a .safetensors file")
    bring_in.add_argument("--architecture", default="", metavar="NAME", help="open_clip's name for a bare checkpoint")
    for command in (get, bring_in):
        command.add_argument(
            "--trust-pickle", action="store_true", help="read a checkpoint in the older format; no program in it is run"
        )
        _add_json(command)
    use = _command(actions, "use", "index photos with this model")
    use.add_argument("name", metavar="NAME", help="a name of the list, or local-dir:FOLDER")
    use.add_argument("--at-once", action="store_true", help="search with it from now on, however little it covers")
    _add_json(use)
    remove = _command(actions, "remove", "delete the files of a model that is not in use")
    remove.add_argument("name", metavar="NAME")
    remove.add_argument("--embeddings", action="store_true", help="delete what was computed with it, too")
    _add_json(remove)


def _name_window(parser: argparse.ArgumentParser, argv: Sequence[str]) -> list[str]:
    """The arguments with the window's command put in where none is named; ends the program at a misspelt one."""
    names = [name for action in parser._subparsers._group_actions for name in action.choices]  # type: ignore[union-attr]
    place, skipped = len(argv), False
    for index, argument in enumerate(argv):
        if skipped or argument == "--verbose" or argument.startswith("--data-dir="):
            skipped = False
        elif argument == "--data-dir":
            skipped = True
        else:
            place = index
            break
    if place == len(argv) or argv[place] in (*names, "-h", "--help", "--version"):
        return list(argv)
    first = argv[place]
    if first.isalpha() and not os.path.exists(first):  # noqa: PTH110
        meant = difflib.get_close_matches(first, names, 1, 0.75)
        # Several words are a question. A script that asks for what is no command must not be left with a window.
        alone = all(word.startswith("-") for word in argv[place + 1 :])
        advice = f"; did you mean {meant[0]}?" if meant else "."
        if meant or alone:
            parser.error(f"{first} is no command{advice} To search for it: visionquery --search {first}")
    return [*argv[:place], _WINDOW, *argv[place:]]


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str, epilog: str | None = None
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + ".", epilog=epilog, allow_abbrev=False
    )
    _add_common(parser, top=False)
    return parser


def _add_common(parser: argparse.ArgumentParser, *, top: bool) -> None:
    # A default in the subcommand's parser would overwrite what stood before the subcommand.
    parser.add_argument(
        "--data-dir",
        metavar="DIR",
        default=None if top else argparse.SUPPRESS,
        help="where VisionQuery keeps its library (else $VISIONQUERY_HOME, else the usual place of this system)",
    )
    parser.add_argument(
        "--verbose", action="store_true", default=False if top else argparse.SUPPRESS, help="tell more of what happens"
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS if parser.prog.count(" ") > 1 else False,
        help="machine-readable output",
    )


def _add_hit_count(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-n",
        dest="limit",
        type=_positive,
        default=DEFAULT_HITS,
        metavar="N",
        help=f"most hits (default {DEFAULT_HITS})",
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


_positive.__name__ = "number"  # argparse names the type in its message


def _check_search(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    if arguments.stdin and arguments.text:
        parser.error("search takes either TEXT or --stdin")
    if arguments.stdin and not arguments.json:
        parser.error("search --stdin answers in JSON only: add --json")
    if arguments.stdin and arguments.sheet:
        parser.error("search --sheet draws one answer; it does not go with --stdin")
    if not arguments.stdin and not " ".join(arguments.text).strip():
        parser.error("search needs TEXT, for example: visionquery search dog on the beach")


def _protect_exclusions(argv: Sequence[str]) -> list[str]:
    if "search" not in argv:
        return list(argv)
    start = list(argv).index("search") + 1
    return [
        *argv[:start],
        *(_PROTECTED + word if _EXCLUSION.fullmatch(word) else word for word in argv[start:]),
    ]
