# SPDX-License-Identifier: GPL-2.0-only
"""The table as it was, at ten moments of a day that is played, against the ls that was taken then."""

import calendar
import fcntl
import json
import os
import re
import select
import subprocess
import time

from lab import check, cleanup, history, programs, scenes, sessmon, wire
from lab.history import marker
from lab.stream import say

WHEN = "early"
HISTORY = "/run/lab/sessmon-history"
PAGE = 4096


def set_up():
    history.need()


class Moment:
    """What ls says, and when: it waits for who reads it, after it has asked for the table."""

    def __init__(self, sock):
        read, write = os.pipe()
        # So little that ls is not at its end when it cannot go on.
        fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, PAGE)
        with subprocess.Popen([sessmon.READER, "ls", "-a", "-j"], stdin=subprocess.DEVNULL, stdout=write) as popen:
            os.close(write)
            self.pid = popen.pid
            select.select([read], [], [], 60)
            self.seq = wire.stats(sock)["last_seq"]
            self.wall = time.time_ns()
            with open(read, "rb") as pipe:
                self.rows = [json.loads(line) for line in pipe]
        check.equal(popen.returncode, 0, "exit status of ls")
        check.true(len(json.dumps(self.rows)) > 2 * PAGE, "it has waited")


def quiet_moment(sock, path):
    """One at which nothing happened after ls had begun, says the history."""
    def look():
        time.sleep(0.3)
        moment = Moment(sock)
        check.eventually(lambda: history.ask(path, "SELECT id FROM process WHERE pid = ? AND ended IS NOT NULL",
                                             moment.pid), "ls is in the history", 60)
        begun = history.ask(path, "SELECT seq + exec_seq FROM process WHERE pid = ? AND exec_at IS NOT NULL", moment.pid)
        return moment if begun == [(moment.seq,)] else None
    return check.eventually(look, "a moment at which nothing happens", 120)


def then(path, wall):
    """What the history says of it."""
    at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(wall // 10**9)) + f".{wall % 10**9:09d}Z"
    done = subprocess.run([sessmon.READER, "ls", "-a", "-j", "--at", at, "--dir", path], text=True, capture_output=True,
                          stdin=subprocess.DEVNULL, env={**os.environ, "SESSMON_LIBEXEC": os.path.dirname(HISTORY)},
                          check=False)
    check.equal((done.returncode, done.stderr), (0, ""), f"ls --at {at}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def fields(row, name=""):
    """Dotted names and values."""
    if not isinstance(row, dict):
        return {name: row}
    flat = {}
    for key, value in row.items():
        flat.update(fields(value, f"{name}.{key}" if name else key))
    return flat


# What sessmon(8) says of --at: when it is, the number of the last event and the name with what is known of
# the leader, and what no event tells.
OTHERWISE = {"@timestamp", "event.id", "sessmon.session.last_seq", "sessmon.session.comm", "sessmon.session.cgroup",
             "sessmon.session.foreground"}
# Whose a session was whose leader has ended, the history still knows, and whose that was by which it came in.
OF_LEADER = re.compile(r"(process[.](\w+_leader[.])?)?((saved|real)_)?(user|group)[.](id|name)"
                       r"|process[.]thread[.]capabilities[.]\w+")
JITTER = 2000000
# The module tells a session as it is when the event leaves, and who was born since the event is counted again.
BORN_MEANWHILE = 3


def nanoseconds(text):
    day, _, fraction = text.rstrip("Z").partition(".")
    return calendar.timegm(time.strptime(day, "%Y-%m-%dT%H:%M:%S")) * 10**9 + int(fraction.ljust(9, "0"))


def is_time(value):
    return isinstance(value, str) and re.fullmatch(r"[0-9-]{10}T[0-9:]{8}[.][0-9]+Z", value)


def is_same(name, got, want):
    """Boot time and UTC are read one after the other: what is made of them is as exact as that."""
    if got == want or name in OTHERWISE:
        return True
    if name == "sessmon.session.total" and None not in (got, want):
        return 0 <= got - want <= BORN_MEANWHILE
    if is_time(got) and is_time(want):
        return abs(nanoseconds(got) - nanoseconds(want)) < JITTER
    return want is None and bool(OF_LEADER.fullmatch(name))


def same(got, want):
    """Row by row; the fields that are not the same."""
    wrong = []
    for one, other in zip(got, want):
        one, other = fields(one), fields(other)
        wrong += [(one.get("process.pid"), name, one.get(name), other.get(name))
                  for name in sorted(set(one) | set(other)) if not is_same(name, one.get(name), other.get(name))]
    return wrong


def midnight():
    """Ten seconds before the day is over (UTC), and the clock set back in the end."""
    monotonic, wall = time.monotonic(), time.time()
    cleanup.defer(lambda: time.clock_settime(time.CLOCK_REALTIME, wall + time.monotonic() - monotonic))
    time.clock_settime(time.CLOCK_REALTIME, (wall // 86400 + 1) * 86400 - 10)


def play():
    """Something happens, ten times."""
    yield "nothing yet"
    login = scenes.ssh()
    yield "a login"
    programs.setsid_daemon(login.shell)
    programs.double_fork(login.shell)
    yield "daemons of it"
    programs.Tmux(login.shell)
    yield "a tmux in it"
    command = scenes.ssh_command()
    yield "commands from afar"
    login.shell.run("printf other > /proc/$$/comm; cd /tmp; (exec -a another sleep 100) &")
    yield "other names"
    login.shell.leave()
    yield "the login has ended"
    midnight()
    other = scenes.ssh("bob", scenes.BOB)
    yield "another login, at night"
    time.sleep(10)
    programs.setsid_daemon(other.shell)
    yield "the next day"
    del command
    other.shell.leave()
    yield "that has ended, too"


def test_ten_moments():
    """The table of ten moments of a day is, row by row, what ls said then."""
    path = history.folder()
    recorder = history.Recorder(path)
    sock = wire.Socket()
    moments = [(what, quiet_moment(sock, path)) for what in play()]
    end = marker()
    check.eventually(lambda: recorder.has(end), "the end is recorded", 120)
    recorder.end()
    check.equal(len(history.days(path)), 2, "days")
    wrong = {}
    for what, moment in moments:
        got = then(path, moment.wall)
        keys = [[sessmon.get(row, "sessmon.session.key.entity_id") for row in rows] for rows in (got, moment.rows)]
        check.equal(keys[0], keys[1], f"rows of: {what}")
        differ = same(got, moment.rows)
        say(f"{what}: {len(got)} rows, {len(differ)} fields that are not the same")
        for each in differ[:12]:
            say(f"  {each}")
        if differ:
            wrong[what] = differ
    check.equal(len(moments), 10, "moments")
    check.equal(wrong, {}, "fields that are not the same")


test_ten_moments.limit = 600
