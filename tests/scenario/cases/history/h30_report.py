# SPDX-License-Identifier: GPL-2.0-only
"""Reports of real logins, handed out for a browser: tests/unit/report/test_guest.py looks at them."""

import os
import subprocess
import time

from lab import check, hand, history, programs, scenes, sessmon
from lab.history import marker

# The history has what the stream has, however the module was loaded.
WHEN = "early"
READER = {**os.environ, "SESSMON_LIBEXEC": "/run/lab", "TZ": "UTC", "LC_ALL": "C.UTF-8"}


def set_up():
    history.need()


def ask(*words):
    done = subprocess.run([sessmon.READER, *words], stdin=subprocess.DEVNULL, capture_output=True, env=READER, check=False)
    check.equal((done.returncode, done.stderr), (0, b""), f"sessmon {' '.join(words)}")
    return done.stdout


def hand_out(path, name, moment, *words):
    """A page, what log says of the same sessions, and what tree said of a moment."""
    page = ask("report", "-o", "-", "--with-children", "--dir", path, *words)
    # Without a page there would be nothing to look at.
    check.true(b"<!doctype html>" in page and page.rstrip().endswith(b"</html>"), "a page")
    hand.out(f"{name}.html", page)
    hand.out(f"{name}.log", ask("log", "--no-header", "--dir", path))
    hand.out(f"{name}.tree", ask("tree", "--no-header", "-a", "--at", moment, "--dir", path))


def written(recorder):
    known = marker()
    check.eventually(lambda: recorder.has(known), "what happened is written", 60)


def now():
    return f"@{time.time():.6f}"


def test_left_behind():
    """A report of a login has the tmux that it left behind, and what was run there later."""
    path = history.folder()
    recorder = history.Recorder(path)
    login = scenes.ssh()
    login.shell.run("ls /etc | grep host | sort | wc -l; id; cat /nonexistent; (exit 3); sh -c 'kill -9 $$'")
    tmux = programs.Tmux(login.shell)
    login.shell.leave()
    again = scenes.ssh()
    tmux.attach(again.shell)
    again.shell.terminal.line("uname -a; false; sleep 0.3; date")
    check.eventually(lambda: history.ask(path, "SELECT p.id FROM process p JOIN program g ON g.id = p.program WHERE hex(g.args) LIKE '64617465%'"),
                     "what is run in the pane is written", 60)
    tmux.detach(again.shell)
    written(recorder)
    moment = now()
    written(recorder)
    hand_out(path, "left", moment, f"s:{login.shell.pid}")
    recorder.end()


def test_day():
    """A report of all that people did in a day: logins, commands, copies, other rights, a console."""
    path = history.folder()
    recorder = history.Recorder(path)
    alice, bob = scenes.ssh(), scenes.ssh("bob", 1001)
    alice.shell.run("for i in 1 2 3 4 5 6 7 8 9 10; do grep -c x$i /etc/passwd; done; find /etc -name 'host*' | xargs -n 1 basename | sort -u")
    bob.shell.run("make -n 2>/dev/null; tar cf /tmp/etc.tar /etc/ssl 2>/dev/null; gzip -f /tmp/etc.tar; rm -f /tmp/etc.tar.gz; cat /etc/shadow")
    root = programs.sudo_i(alice.shell)
    root.run("id -u; cat /etc/shadow | wc -l; mount | head -n 3")
    root.leave(alice.shell)
    programs.ssh_run("alice", "uptime; ls -l '/tmp/<img src=x onerror=alert(1)>' '</script>' 2>/dev/null; printf '\\e[31m'")
    programs.scp()
    programs.Tmux(bob.shell)
    bob.shell.leave()
    written(recorder)
    moment = now()
    written(recorder)
    hand_out(path, "day", moment, "-S", "1h")
    recorder.end()


test_left_behind.limit = test_day.limit = 600
