# SPDX-License-Identifier: GPL-2.0-only
"""Plays the ways into a host with the real programs and shows what sessmon sees.

    python3 -m lab.demo

A login through sshd on a terminal, a command and a copy without one, a tmux server
that its login leaves behind, a login with a password on a serial line, a cron job, a
unit that a logged-in person starts: all at once, then the tables and the stream.
"""

import subprocess
import sys
import time

from lab import check, cleanup, programs, sessmon

COLUMNS = "150"


def say(text=""):
    print(text, flush=True)


def step(text):
    say(f"[demo] {text}")


def show(title, *words):
    """A verb's output, as a person at a wide terminal would see it."""
    say()
    say(f"# {title}")
    say(f"$ sessmon {' '.join(words)}")
    done = subprocess.run([sessmon.READER, *words], stdin=subprocess.DEVNULL, text=True,
                          capture_output=True, check=False, env={"COLUMNS": COLUMNS})
    say(done.stdout.rstrip())
    if done.returncode:
        raise check.Failure(f"sessmon {words[0]} ended with {done.returncode}: {done.stderr}")


class Stream:
    """`sessmon monitor` as text, from here to its stop."""

    def __init__(self, *words):
        self.words = words
        # pylint: disable-next=consider-using-with
        self.popen = subprocess.Popen([sessmon.READER, "monitor", *words], text=True,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        cleanup.defer(self.popen.kill)
        time.sleep(0.5)             # it has joined when it has dumped

    def stop(self):
        self.popen.terminate()
        return self.popen.communicate(timeout=20)[0]


def play():
    """Everything that is to be seen in the tables, left running."""
    step("ssh -tt alice@localhost: a shell on a terminal")
    login = programs.ssh_pty("alice")
    login.run("ls / | wc -l")
    step("ssh alice@localhost COMMAND, and scp")
    command = programs.ssh_command("alice")
    programs.scp().end()
    step("tmux in a second login, which then logs out")
    second = programs.ssh_pty("alice")
    tmux = programs.Tmux(second)
    second.leave()
    step("alice's password at the getty of a serial line")
    programs.serial_login("alice")
    step("systemctl start from the login, and a daemon that leaves it")
    programs.service(login)
    programs.setsid_daemon(login)
    step("a job of bob's crontab (cron looks once a minute)")
    programs.cron_job("bob")
    return login, command, tmux


CLASSES = ("init", "host_access", "interactive_remote", "noninteractive_remote", "terminal",
           "service")


def every_class_is_there():
    """The demonstration is a failure unless the table has them all."""
    seen = {sessmon.get(entry, "sessmon.session.class") for entry in sessmon.ls()}
    missing = [each for each in CLASSES if each not in seen]
    check.equal(missing, [], f"classes missing among {sorted(map(str, seen))}")


def main():
    with cleanup.scope():
        sessmon.need()
        play()
        show("Who is on this host, how did they come in, and what are they doing?", "ls")
        show("The same as trees of processes, by session", "tree")
        stream = Stream("--group", "session")
        step("one more login, watched")
        third = programs.ssh_pty("bob")
        third.run("true")
        third.leave()
        time.sleep(1)
        say()
        say("# What the stream of sessions said of it")
        say("$ sessmon monitor --group session")
        say(stream.stop().rstrip())
        show("What was counted, and what was lost", "stats")
        every_class_is_there()
    return 0


if __name__ == "__main__":
    sys.exit(main())
