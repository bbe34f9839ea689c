# SPDX-License-Identifier: GPL-2.0-only
"""A place for a shell to stop at, so that it can be looked at while it runs.

Whatever starts the shell (sshd, cron, systemd...), it writes down its number and
then waits for a line from a pipe.  It needs no program but itself, no terminal
and no standard input.
"""

import os
import shutil
import signal
import tempfile

from lab import check, cleanup, proc


class Hold:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="hold")
        os.chmod(self.dir, 0o777)
        os.mkfifo(f"{self.dir}/release")
        os.chmod(f"{self.dir}/release", 0o666)
        self._pid = None
        cleanup.defer(shutil.rmtree, self.dir)
        cleanup.defer(self.end)

    @property
    def script(self):
        """What to give to sh -c.  It has no quotes and no percent sign in it."""
        return f"echo $$ >{self.dir}/pid; read _ <{self.dir}/release; true"

    @property
    def pid(self):
        """The number of the shell, as soon as it has arrived."""
        if self._pid is None:
            self._pid = int(check.eventually(self._written, "the held shell", 60))
        return self._pid

    def _written(self):
        try:
            with open(f"{self.dir}/pid") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    @property
    def process(self):
        return proc.need(self.pid)

    def release(self):
        """Let it go on, to its end."""
        pipe = os.open(f"{self.dir}/release", os.O_RDWR | os.O_NONBLOCK)
        os.write(pipe, b"\n")
        proc.gone(self.pid)
        os.close(pipe)

    def end(self):
        """Whatever happened to the test, the shell does not stay."""
        written = self._written().strip()
        process = proc.read(int(written)) if written else None
        if process and self.dir in " ".join(process.args):
            os.kill(process.pid, signal.SIGKILL)
            proc.gone(process.pid)
