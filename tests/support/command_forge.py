"""Runs commands of the program in processes that are forked from one which has done their imports already.

A command that loads a model spends most of its 6 s of processor time importing torch, open_clip and what they bring.
`CommandForge` is the tests' side. Run as a program, this file is the other one: it prepares itself once, and forks for
each order, `{"arguments": […], "environment": {…}, "folder": "…"}` with three descriptors to be the standard streams;
it answers with the exit code. A child goes on as `python -m visionquery` would, up to the interpreter's own ending.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# What the interpreter, the C library and the libraries of torch read once, when they start.
_READ_AT_START = ("PYTHON", "LC_", "LANG", "LD_", "MALLOC_", "GLIBC_", "OMP_", "GOMP_", "KMP_", "MKL_", "OPENBLAS_")
_COMMANDS = ("failures", "folders", "index", "models", "search", "similar", "status")
_LONGEST_MESSAGE = 1 << 20
# A machine that is busy with other things takes its time to import torch.
_PATIENCE = 600


class CommandForge:
    """Runs `visionquery ARGUMENTS`: forked on Linux, and elsewhere as any other process is started.

    Frameworks of macOS do not survive a fork, Windows has none.
    """

    def __init__(self) -> None:
        self._forges: dict[tuple[tuple[str, str], ...], _Forge] = {}

    def run(
        self, arguments: Sequence[str], *, environment: Mapping[str, str], stdin: bytes = b"", timeout: float
    ) -> subprocess.CompletedProcess[bytes]:
        """What `subprocess.run` returns, and on a timeout raises."""
        if sys.platform != "linux":
            return subprocess.run(
                [sys.executable, "-m", "visionquery", *arguments],
                env=environment,
                input=stdin,
                capture_output=True,
                timeout=timeout,
                check=False,
            )
        read_at_start = tuple(sorted(item for item in environment.items() if item[0].startswith(_READ_AT_START)))
        if read_at_start not in self._forges:
            self._forges[read_at_start] = _Forge(environment)
        try:
            return self._forges[read_at_start].run(arguments, environment, stdin, timeout)
        except BaseException:
            # Also Ctrl-C and the end of a test's own time: the command must not go on without anybody to wait for it.
            self._forges.pop(read_at_start).kill()
            raise

    def close(self) -> None:
        """End every process."""
        for forge in self._forges.values():
            forge.close()
        self._forges.clear()


class _Forge:
    """A process that forks, and this side of its socket. It carries one order out at a time."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - for as long as the process lives
        self._socket, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(far.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                pass_fds=[far.fileno()],
                env=environment,
                # A group of its own, so that one signal ends it together with the command under way.
                start_new_session=True,
            )
        try:
            self._receive(_PATIENCE)
        except BaseException:
            self.kill()
            raise

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str], stdin: bytes, timeout: float
    ) -> subprocess.CompletedProcess[bytes]:
        order = {"arguments": list(arguments), "environment": dict(environment), "folder": str(Path.cwd())}
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            given.write(stdin)
            given.seek(0)
            # ASCII, so that lone surrogates survive: they stand for bytes that are not UTF-8.
            message = json.dumps(order).encode("ascii")
            socket.send_fds(self._socket, [message], [given.fileno(), out.fileno(), err.fileno()])
            try:
                code = int(self._receive(timeout))
            except TimeoutError as error:
                raise subprocess.TimeoutExpired(["visionquery", *arguments], timeout) from error
            for stream in (out, err):
                stream.seek(0)
            return subprocess.CompletedProcess(["visionquery", *arguments], code, out.read(), err.read())

    def close(self) -> None:
        """Let it end by itself: nobody asks any more."""
        self._socket.close()
        try:
            self._process.wait(_PATIENCE)
        finally:
            self.kill()

    def kill(self) -> None:
        """End it and what it has started."""
        self._socket.close()
        self._log.close()
        # Until it is waited for, its number is nobody else's.
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _receive(self, timeout: float) -> bytes:
        self._socket.settimeout(timeout)
        message = self._socket.recv(_LONGEST_MESSAGE)
        if not message:
            self._log.seek(0)
            raise RuntimeError(f"the forge has ended: {self._log.read().decode(errors='replace')}")
        return message


def prepare() -> None:
    """Import all that a command may need, without beginning on any work."""
    from visionquery.vision.runtime import prepare_process

    prepare_process()
    import torch

    from visionquery.vision import device, encoder, picture_encoder, towers  # noqa: F401
    from visionquery.vision.model import find_model
    from visionquery.worker import core, readonly  # noqa: F401

    for name in _COMMANDS:
        importlib.import_module(f"visionquery.cli.commands.{name}")
    # A pool of torch's threads would be gone in the children, which would wait for it for ever.
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    # Who logs where nothing is set up, as open_clip does, sets up the terminal for all that follow.
    silence = logging.NullHandler()
    logging.getLogger().addHandler(silence)
    # Loading a model imports the rest: timm, transformers and the tokenizers.
    starter = find_model("starter", Path("none"))
    for half in ("visual", "text"):
        towers._load(starter, without=half)
    logging.getLogger().removeHandler(silence)
    torch.set_num_threads(threads)


def next_order(channel: socket.socket) -> dict[str, Any] | None:
    """In a child, the order that it was forked for, with the standard streams in place; else None, when all is done."""
    while True:
        message, streams, _, _ = socket.recv_fds(channel, _LONGEST_MESSAGE, 3)
        if not message:
            return None
        child = os.fork()
        if child == 0:
            channel.close()
            # The interpreter's own streams were made for these numbers, in the same environment, and nothing has been
            # read or written yet.
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
                os.close(stream)
            order: dict[str, Any] = json.loads(message)
            return order
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        channel.send(str(os.waitstatus_to_exitcode(status)).encode("ascii"))


def main() -> None:
    channel = socket.socket(fileno=int(sys.argv[1]))
    sys.path[0] = str(Path.cwd())  # `python -m` looks there first
    prepare()
    assert threading.active_count() == 1, threading.enumerate()
    channel.send(b"ready")
    order = next_order(channel)
    if order is None:
        os._exit(0)  # taking all those modules down again costs 1.5 s
    # In the C locale the interpreter writes down that it goes on in UTF-8 (PEP 538).
    added = {name: value for name, value in os.environ.items() if name == "LC_CTYPE"}
    os.environ.clear()
    os.environ.update(order["environment"] | added)
    os.chdir(order["folder"])
    sys.path[0] = order["folder"]
    # Processes that the command starts import its main module again.
    program = sys.modules["__main__"] = importlib.import_module("visionquery.__main__")
    sys.argv = [str(program.__file__), *order["arguments"]]
    program.main()


if __name__ == "__main__":
    main()
