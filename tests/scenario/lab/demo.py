# SPDX-License-Identifier: GPL-2.0-only
"""Plays the ways into a host with the real programs and shows what sessmon sees.

    python3 -m lab.demo

A login through sshd on a terminal, a command and a copy without one, a tmux server
that its login leaves behind, a login with a password on a serial line, a cron job, a
unit that a logged-in person starts: all at once, and then a person's questions, each
answered on one screen of 80 columns.
"""

import os
import subprocess
import sys
import time

from lab import check, cleanup, programs, sessmon

COLUMNS = 80
LINES = 24
ENVIRONMENT = dict(os.environ, COLUMNS=str(COLUMNS), TERM="dumb")


def say(text=""):
    print(text, flush=True)


def step(text):
    say(f"[demo] {text}")


def answer(question, look, words, text):
    """A question, what to look for, and what sessmon answers: one screen, no line of which wraps."""
    screen = [f"# {question}", *(f"#   {line}" for line in look),
              f"$ sessmon {' '.join(words)}", *text.splitlines()]
    say()
    say("\n".join(screen))
    check.equal([line for line in screen if len(line) > COLUMNS], [], "lines that are too wide")
    check.true(len(screen) <= LINES, f"{len(screen)} lines of sessmon {' '.join(words)}")


def show(question, look, *words, first=False):
    """The answer of a verb, or the first part of it."""
    done = subprocess.run([sessmon.READER, *words], stdin=subprocess.DEVNULL, text=True,
                          capture_output=True, check=False, env=ENVIRONMENT)
    if done.returncode:
        raise check.Failure(f"sessmon {words[0]} ended with {done.returncode}: {done.stderr}")
    text = done.stdout.split("\n\n")[0] + "\n[...]" if first else done.stdout.rstrip()
    answer(question, look, words, text)


class Stream:
    """`sessmon monitor` as text, from here to its stop."""

    def __init__(self, *words):
        self.words = ("monitor", *words)
        # pylint: disable-next=consider-using-with
        self.popen = subprocess.Popen([sessmon.READER, *self.words], text=True,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      env=ENVIRONMENT)
        cleanup.defer(self.popen.kill)
        time.sleep(0.5)             # it has joined when it has dumped

    def stop(self):
        self.popen.terminate()
        return self.popen.communicate(timeout=20)[0]


def runs(*args):
    """A session whose leader runs this comes to be."""
    check.eventually(lambda: sessmon.find_all(sessmon.ls(), process__args=list(args)),
                     f"a session that runs {args}")


def play():
    """Everything that is to be seen in the tables, left running."""
    step("ssh -tt alice@localhost: a shell on a terminal")
    login = programs.ssh_pty("alice")
    login.run("ls / | wc -l")
    step("ssh alice@localhost tail -f /etc/motd, and scp")
    programs.ssh_run("alice", "tail -f /etc/motd")
    runs("tail", "-f", "/etc/motd")
    programs.scp().end()
    step("tmux in a second login, which then logs out")
    second = programs.ssh_pty("alice")
    tmux = programs.Tmux(second)
    second.leave()
    step("alice's password at the getty of a serial line")
    programs.serial_login("alice")
    step("systemctl start from the login, and a daemon that leaves it")
    programs.service(login)
    login.run("setsid -f sleep 1000 </dev/null >/dev/null 2>&1")
    runs("sleep", "1000")
    step("a job of bob's crontab (cron looks once a minute)")
    programs.cron_job("bob")
    return login, tmux, second


CLASSES = ("init", "host_access", "interactive_remote", "noninteractive_remote", "terminal",
           "service")


def every_class_is_there():
    """The demonstration is a failure unless the table has them all."""
    seen = {sessmon.get(entry, "sessmon.session.class") for entry in sessmon.ls()}
    missing = [each for each in CLASSES if each not in seen]
    check.equal(missing, [], f"classes missing among {sorted(map(str, seen))}")


def outlives(sid):
    """Five seconds after its end a login is known to have left something."""
    def flagged():
        return len(sessmon.ask("ls", "--origin", str(sid), "--flag", "outlives_login")) >= 2
    check.eventually(flagged, f"what s:{sid} left is known to outlive it")


def watch():
    """One more login, and what the stream says of it."""
    words = "--since now -G session -u bob -c login -c command"
    stream = Stream(*words.split())
    third = programs.ssh_pty("bob")
    third.run("true")
    third.leave()
    time.sleep(1)
    text = stream.stop().rstrip()
    answer("What happens when bob logs in and out again?",
           ["start: sshd makes a session; tty: it gets a terminal and becomes a login;",
            "login: its shell runs; a + stands where a line was cut"], stream.words, text)
    check.true(" s:%d " % third.pid in text, "the stream tells of the login")


def main():
    with cleanup.scope():
        sessmon.need()
        login, tmux, second = play()
        outlives(second.pid)
        show("Who is on this host, from where, on which terminal, since when?",
             ["alice is in by ssh, with and without a terminal, and at a serial line.",
              "& is what a login has left running; ! is what should be looked at: here the",
              "ssh of this demonstration, which is a service and yet has a terminal"], "ls")
        show("How did tmux's shell come in?",
             ["a sentence, and who made whom; what follows says everything"],
             "show", f"s:{tmux.panes[0].pid}", first=True)
        show("What does the first login run, and what has the tmux of the second one?",
             ["their processes, and the sessions made in them, whoever is their parent now"],
             "tree", f"s:{login.pid}", f"s:{tmux.server}")
        show("What did the login that has ended leave?",
             [f"to end it: sessmon ls --pids --origin {second.pid} | xargs -r kill"],
             "ls", "--origin", str(second.pid))
        show("Which doors does this host have, and who stands in them?",
             ["the listener, and a connection for each login"], "ls", "--class", "door")
        watch()
        every_class_is_there()
    return 0


if __name__ == "__main__":
    sys.exit(main())
