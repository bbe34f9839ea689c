# SPDX-License-Identifier: GPL-2.0-only
"""What the tests of the stream have in common: readers that count, and rest."""

import json
import subprocess
import time

from lab import check, cleanup, sessmon, wire

PROGRAM = "/run/lab/programs/stream"


def reload_with(*words):
    """The module with other parameters; as it was when the test is over."""
    sessmon.need()
    sessmon.unload()
    cleanup.defer(sessmon.load)
    sessmon.load(*words)
    cleanup.defer(sessmon.unload)


class Reader:
    """`stream read` in the background."""

    def __init__(self, name, *options):
        self.name = name
        self.reliable = "-r" in options
        # pylint: disable-next=consider-using-with
        self.popen = subprocess.Popen([PROGRAM, "read", *options], text=True,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        cleanup.defer(self.popen.kill)
        self.port = int(self.popen.stdout.readline())

    def order(self, word):
        self.popen.stdin.write(f"{word}\n")
        self.popen.stdin.flush()

    def mark(self):
        self.order("mark")
        check.equal(self.popen.stdout.readline(), "marked\n", f"{self.name} at the mark")

    def tell(self):
        self.order("tell")
        told = json.loads(self.popen.stdout.readline())
        for name in ("of_type", "of_user", "told_lost"):
            told[name] = {wire.EVENT_NAMES[number]: count
                          for number, count in enumerate(told[name])
                          if number in wire.EVENT_NAMES}
        for name in ("received", "missing"):
            told[name] = dict(zip(wire.GROUPS, told[name]))
        return told

    def signal(self, number):
        self.popen.send_signal(number)


def at_rest(sock):
    """The counters while nothing happens; what is under way is waited for."""
    def still():
        before = wire.stats(sock)
        time.sleep(0.5)
        after = wire.stats(sock)
        return after if before == after else None
    return check.eventually(still, "half a second in which nothing happens", 60)


def marked(sock, *readers):
    """The counters at a moment at which nothing happens, and from which the readers count."""
    def quiet():
        before = at_rest(sock)
        for reader in readers:
            reader.mark()
        return before if wire.stats(sock) == before else None
    return check.eventually(quiet, "a mark beside which nothing happens", 60)


def one_of_each():
    """An event of each group: what shows a reader that something was missing before."""
    subprocess.run(["setsid", "--wait", "setpriv", "--reuid=1001", "--clear-groups", "true"],
                   check=True)


def say(text):
    print(f"# {text}", flush=True)


def leave_cgroup():
    """The service that runs the tests may have some thousand processes only."""
    with open("/sys/fs/cgroup/cgroup.procs", "w", encoding="ascii") as procs:
        procs.write("0")


def crowd(count, *options):
    """Many processes that sleep, every other one in a session of its own: they, and all."""
    # pylint: disable-next=consider-using-with
    popen = subprocess.Popen([PROGRAM, "crowd", str(count), *options], text=True,
                             stdout=subprocess.PIPE, start_new_session=True,
                             preexec_fn=leave_cgroup)
    cleanup.defer(popen.wait)
    cleanup.defer(popen.kill)
    numbers = {int(word) for word in popen.stdout.readline().split()}
    check.equal(len(numbers), count, "the crowd")
    return popen, numbers


class Storm:
    """`stream storm` in the background: ROUNDS are left to each worker when it may subside."""

    def __init__(self, rounds, workers):
        # pylint: disable-next=consider-using-with
        self.popen = subprocess.Popen([PROGRAM, "storm", str(rounds), str(workers)],
                                      stdin=subprocess.PIPE)
        cleanup.defer(self.wait)

    def subside(self):
        self.popen.stdin.close()

    def over(self):
        return self.popen.poll() is not None

    def wait(self):
        self.subside()
        check.equal(self.popen.wait(300), 0, "exit status of the storm")
