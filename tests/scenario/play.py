#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Sits down at `make vm` and does what its greeting says; TAP out, then the counts.

Everything is typed at the terminal that QEMU has, in the order of the greeting.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

HERE = os.path.dirname(os.path.abspath(__file__))
MOTD = os.path.join(HERE, "rootfs/tree/usr/local/lib/lab/motd")
PATIENCE = 300
# Whole: what a program writes may pause behind a # or a $, too.
ROOT, ALICE = r"root@lab:\S*# $", r"alice@lab:\S*\$ $"
counts = {True: 0, False: 0}


class Stuck(Exception):
    """What was to appear on the screen did not."""


class Screen:
    """A terminal, with QEMU at its other end."""

    def __init__(self, *argv):
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.execvpe(argv[0], argv, dict(os.environ, TERM="xterm", COLUMNS="80", LINES="24"))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.raw = self.seen = ""

    def read(self):
        """What appears now; false at the end."""
        if select.select([self.fd], [], [], 0.5)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return False
            # Bold and underlined letters are overstruck; the rest acts on the terminal. What
            # is not whole yet waits for what comes next.
            text = self.raw + data.decode(errors="replace")
            whole = re.fullmatch(r"(.*?)((?:\x1b(?:\[[0-9;?]*)?)?)", text, re.S)
            self.raw = whole[2]
            text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", whole[1])
            self.seen = re.sub(r".\x08", "", self.seen + text)
        return True

    def expect(self, pattern):
        """Wait until it appears; what came before it, and it."""
        end = time.monotonic() + PATIENCE
        while not (hit := re.search(pattern, self.seen)):
            if time.monotonic() > end or not self.read():
                raise Stuck(f"no {pattern!r} in {self.seen[-1500:]!r}")
        seen, self.seen = self.seen[:hit.end()], self.seen[hit.end():]
        return seen

    def type(self, text):
        os.write(self.fd, text.encode())

    def ask(self, line, prompt=ROOT):
        """Type a line, and wait for the next prompt; what appeared in between."""
        self.seen = ""
        self.type(line + "\r")
        self.expect(re.escape(line[-20:]) + r"\n")
        return self.expect(prompt)

    def wait(self):
        """The exit status of who is at the other end, whose last words are read meanwhile."""
        while self.read():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def ok(good, what, *why):
    counts[bool(good)] += 1
    print(f"{'ok' if good else 'not ok'} {sum(counts.values())} - {what}")
    for line in [] if good else why:
        print(f"# {line!r}")
    sys.stdout.flush()


def ls(screen):
    said = screen.ask("sessmon ls")
    ok("SID LOGIN USER" in said and "not shown: sessmon ls -a" in said, "sessmon ls", said)
    screen.type("sessmon pol\t")
    screen.expect("sessmon policy ")
    said = screen.ask("show")
    ok("program /usr/sbin/sshd " in said, "TAB completes", said)
    said = screen.ask("sessmon help")
    ok("usage: sessmon" in said, "sessmon help", said)


def man(screen):
    screen.seen = ""
    screen.type("man sessmon\r")
    said = screen.expect(r"SESSMON\(8\)(.|\n)*NAME")
    ok("makewhatis" not in said, "man sessmon", said)
    screen.type("q")
    screen.expect(ROOT)
    said = screen.ask("man 7 sessmon | head -4")
    ok("SESSMON(7)" in said, "sessmon(7)", said)


def ssh(screen):
    for user in ("bob", "root", "alice"):
        said = screen.ask(f"ssh {user}@localhost id -un")
        # The kernel may have a word in between, on a console.
        ok(user in said.splitlines(), f"{user} has a key", said)
    screen.ask("ssh alice@localhost", ALICE)
    said = screen.ask("sudo sessmon ls", ALICE)
    ok(re.search(r"\n *\d+ alice alice (127.0.0.1|::1) +pts/\d+ login .* -bash", said),
       "somebody to look at", said)


def su(screen):
    """As alice, who is asked for a password; root is not."""
    for user, word in (("bob", "builder"), ("root", "lab"), ("alice", "wonderland")):
        screen.seen = ""
        screen.type(f"su - {user} -c 'id -un'\r")
        screen.expect("assword: $")
        screen.type(word + "\r")
        said = screen.expect(ALICE)
        ok(f"\n{user}\n" in said, f"the password of {user}", said)
    screen.ask("exit", ROOT)


def serial(screen):
    screen.seen = ""
    screen.type("screen /dev/ttyS3\r")
    # Whoever sits down there presses Return until he is asked.
    end = time.monotonic() + PATIENCE
    while "login: " not in screen.seen and time.monotonic() < end:
        screen.type("\r")
        for _ in range(4):
            screen.read()
    screen.expect("login: ")
    screen.type("alice\r")
    screen.expect("assword: ")
    screen.type("wonderland\r")
    screen.expect(ALICE)
    screen.type("tty\r")
    said = screen.expect(r"/dev/ttyS\d")
    ok("/dev/ttyS1" in said, "a serial line to log in on", said)
    screen.type("\x01\x01k")
    screen.expect(r"\[y/n\]")
    screen.type("y")
    screen.expect(ROOT)


PLAY = {"sessmon ls": ls, "man sessmon": man, "ssh alice@localhost": ssh, "su - alice": su,
        "screen /dev/ttyS3": serial}


def main():
    with open(MOTD, encoding="utf-8") as motd:
        greeting = motd.read()
    said = [line.split("  ")[1] for line in greeting.splitlines() if line.startswith("  ")]
    ok(said == list(PLAY), "what the greeting says is played", said)
    screen = Screen(os.path.join(HERE, "run.sh"), "--early", "--interactive")
    try:
        seen = screen.expect(ROOT)
        ok(all(line in seen for line in greeting.splitlines()), "the greeting is there", seen)
        for act in PLAY.values():
            act(screen)
        screen.type("exit\r")
        ok(screen.wait() == 0, "leaving the shell ends the machine", screen.seen)
    except Stuck as why:
        ok(False, "it goes on", str(why))
        os.kill(screen.pid, signal.SIGTERM)
    print(f"{counts[True]} passed, {counts[False]} failed")
    return bool(counts[False])


if __name__ == "__main__":
    sys.exit(main())
