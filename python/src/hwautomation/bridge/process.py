"""The engine as a child process."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any, Dict, List, Optional

from hwautomation.orchestration.workflow.base import EngineNotFoundError

#: What to start, with its arguments, in place of the ``hwauto`` that is found.
COMMAND = "HWAUTO_COMMAND"

#: Options of ``hwauto bridge``, such as ``--pace 60`` for simulated servers.
OPTIONS = "HWAUTO_BRIDGE_OPTIONS"

#: Bytes that a message of the engine may have.
_LONGEST = 64 * 1024 * 1024


def command() -> List[str]:
    """The command that starts the engine: ``HWAUTO_COMMAND``, else ``hwauto`` on the PATH, else
    that of the checkout which this package lies in; with ``HWAUTO_BRIDGE_OPTIONS``.

    :raises EngineNotFoundError: if there is none
    """
    return [*_launcher(), "bridge", *_words(OPTIONS)]


def _words(variable: str) -> List[str]:
    try:
        return shlex.split(os.environ.get(variable, ""))
    except ValueError as error:
        raise EngineNotFoundError(
            f"{variable}={os.environ[variable]} can't be split into words: {error}"
        ) from error


def _launcher() -> List[str]:
    given = _words(COMMAND)
    if given:
        return given
    found = shutil.which("hwauto")
    if found:
        return [found]
    for folder in Path(__file__).resolve().parents:
        launcher = folder / "hwauto"
        if launcher.is_file() and (folder / "pom.xml").is_file():
            return [str(launcher)]
    raise EngineNotFoundError(
        "the engine was not found: there is no 'hwauto' on the PATH. Install it, or name it in "
        f"{COMMAND}, such as {COMMAND}=/opt/hwautomation/hwauto; or give the address of a running "
        "service in HWAUTO_URL"
    )


class ChildProcess:
    """The engine as a child of this process; a message is a line of its standard streams.

    In a session of its own: Ctrl-C at the terminal is for the script, which cancels its runs.
    """

    welcome: Optional[Dict[str, Any]] = None

    def __init__(self) -> None:
        argv = command()
        try:
            self._process = subprocess.Popen(
                argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                start_new_session=True,
            )
        except OSError as error:
            raise EngineNotFoundError(
                f"the engine could not be started with {argv[0]!r}: {error.strerror or error}"
            ) from error
        assert self._process.stdin is not None and self._process.stdout is not None
        self._stdin = self._process.stdin
        self._stdout = self._process.stdout
        self._rest = b""

    @property
    def pid(self) -> int:
        """The process that was started."""
        return self._process.pid

    def describe(self) -> str:
        """For people."""
        return f"the engine (process {self.pid})"

    def write(self, line: bytes) -> None:
        """Writes a whole line."""
        view = memoryview(line)
        while view:
            view = view[self._stdin.write(view) :]

    def read(self) -> Optional[bytes]:
        """The next line; ``None`` when there will be none.

        :raises ValueError: if it is longer than any message
        """
        while True:
            line, found, rest = self._rest.partition(b"\n")
            if found:
                self._rest = rest
                return line
            chunk = self._stdout.read(65536)
            if not chunk:
                return None
            self._rest += chunk
            if len(self._rest) > _LONGEST:
                raise ValueError(f"a line of more than {_LONGEST} bytes")

    def close(self, patience: float) -> None:
        """Lets it end, which it does when nothing is under way, and waits ``patience`` s for that.

        One that has something to finish goes on by itself: it is never killed for being slow.
        """
        self._stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)

    def kill(self) -> None:
        """Ends one that has fallen silent: it must not go on behind our back."""
        try:
            os.killpg(self.pid, signal.SIGKILL)  # a launcher's own child too
        except (ProcessLookupError, PermissionError):
            self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)

    def obituary(self) -> str:
        """How it ended."""
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            return "closed its stream"
        return f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"

    def forget(self) -> None:
        """In a process that was forked: it is the parent's."""
        for stream in (self._stdin, self._stdout):
            with contextlib.suppress(OSError):
                stream.close()
        self._process.returncode = 0  # nothing to wait for here
