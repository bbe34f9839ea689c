# SPDX-License-Identifier: GPL-2.0-only
"""Sitting at a terminal: typing, and waiting for what appears on it."""

import os
import pty
import select
import signal
import termios
import time

from lab import check, cleanup

# What was on the screens of the current test: evidence for when it fails.
transcripts = []


class Terminal:
    """The master side of a pty, or one end of a serial cable."""

    def __init__(self, fd, name):
        self.fd = fd
        self.name = name
        self.screen = ""
        self.unread = ""
        transcripts.append(self)

    def type(self, text):
        os.write(self.fd, text.encode())

    def line(self, text):
        """Type text and press return."""
        self.type(text + "\r")

    def _more(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:             # how a pty says that the other side is closed
            data = b""
        text = data.decode(errors="replace")
        self.screen += text
        self.unread += text
        return bool(data)

    def expect(self, *texts, timeout=60.0):
        """Wait for one of the texts; return everything up to and including it."""
        limit = time.monotonic() + timeout
        while True:
            hits = [(self.unread.find(text), text) for text in texts if text in self.unread]
            if hits:
                at, text = min(hits)
                end = at + len(text)
                seen, self.unread = self.unread[:end], self.unread[end:]
                return seen
            if time.monotonic() > limit:
                raise check.Failure(f"{self.name}: waited {timeout:.0f} s for {texts}")
            if not self._more(0.2):
                raise check.Failure(f"{self.name}: closed while waiting for {texts}")

    def forget(self, quiet=0.0):
        """Drop what is on the screen, until nothing new comes for a while."""
        while self.fd >= 0 and select.select([self.fd], [], [], quiet)[0] and self._more(0):
            pass
        self.unread = ""


class Pty(Terminal):
    """A program on a pty of its own, which is what a terminal emulator does."""

    def __init__(self, argv, name=None):
        self.pid, fd = pty.fork()
        if self.pid == 0:
            os.execvpe(argv[0], argv, {**os.environ, "TERM": "xterm"})
        super().__init__(fd, name or argv[0])
        termios.tcsetwinsize(fd, (24, 80))
        self.status = None
        cleanup.defer(self.close)

    def wait(self, timeout=30.0):
        """Exit status of the program, whose last words are read meanwhile."""
        limit = time.monotonic() + timeout
        while self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > limit:
                raise check.Failure(f"{self.name}: does not end")
            elif not self._more(0.05):
                time.sleep(0.05)
        return self.status

    def hang_up(self):
        """Close the window: what runs in it gets SIGHUP."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def close(self):
        self.hang_up()
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def serial(path):
    """This end of a serial cable, which the initramfs has made raw.

    What the other end said while nobody listened is still in the cable: dropped.
    """
    fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
    cleanup.defer(os.close, fd)
    terminal = Terminal(fd, path)
    terminal.forget(quiet=0.5)
    return terminal
