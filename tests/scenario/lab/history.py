# SPDX-License-Identifier: GPL-2.0-only
"""The recorder, and what it has written, read by SQLite and not by us."""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile

from lab import check, cleanup, sessmon, wire

RECORDER = "/run/lab/sessmon-history"
# As userspace/store/fact.h numbers them.
GAPS = ("not_running", "killed", "unloaded", "demoted", "ring", "socket", "disk", "damaged")
# What happened, by the tables in which the history has it; a process's numbers count from its birth.
EVENTS = """
    SELECT 'fork', seq FROM process WHERE born IS NOT NULL AND seq {0}
    UNION ALL SELECT 'exec', seq + exec_seq FROM process WHERE exec_at IS NOT NULL AND seq + exec_seq {0}
    UNION ALL SELECT 'exit', seq + end_seq FROM process WHERE end_seq IS NOT NULL AND seq + end_seq {0}
    UNION ALL SELECT 'exec', seq FROM exec WHERE seq {0}
    UNION ALL SELECT type, seq FROM session_change WHERE type > 0 AND seq {0}
    UNION ALL SELECT type, seq FROM process_change WHERE seq {0}"""


def need():
    sessmon.need()
    if not os.path.exists(RECORDER):
        raise check.Skip("no recorder in the payload")


def folder():
    """A place for a history, gone with the test."""
    path = tempfile.mkdtemp(prefix="history-", dir="/var/tmp")
    cleanup.defer(shutil.rmtree, path, True)
    return path


def days(path):
    return sorted(name for name in os.listdir(path) if name.endswith(".db"))


def ask(path, query, *values):
    """The rows of all days."""
    rows = []
    for name in days(path):
        uri = f"file:{path}/{name}?mode=ro"
        try:
            with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=20)) as day:
                rows += day.execute(query, values).fetchall()
        except sqlite3.OperationalError as error:
            # A file that is being made has no tables yet, and one may just have been removed.
            if "no such table" not in str(error) and os.path.exists(f"{path}/{name}"):
                raise
    return rows


def whole(path):
    """Each file is whole, says SQLite."""
    check.equal({row[0] for row in ask(path, "PRAGMA integrity_check")}, {"ok"}, "integrity_check")


def gaps(path):
    """Why, from when until when, how many."""
    return [(GAPS[why], since, until, count)
            for why, since, until, count in ask(path, "SELECT why, since, until, count FROM gap")]


def events(path, first, last):
    """What happened, as pairs of type and number, from one number to another one."""
    rows = ask(path, EVENTS.format(f"BETWEEN {first} AND {last}"))
    return [(kind if isinstance(kind, str) else wire.EVENT_NAMES[kind], seq) for kind, seq in rows]


class Recorder:
    """One of them in a folder, from the moment when it records."""

    def __init__(self, path, *words, program=RECORDER):
        self.path = path
        self.said = tempfile.TemporaryFile("w+")
        runs = self.runs()
        # pylint: disable-next=consider-using-with
        self.popen = subprocess.Popen([program, "record", "-d", path, *words], stdin=subprocess.DEVNULL,
                                      stdout=self.said, stderr=self.said)
        cleanup.defer(self.popen.kill)
        check.eventually(lambda: self.runs() > runs or self.popen.poll() is not None, "it records", 60)
        check.equal(self.popen.poll(), None, f"it goes on: {self.words()}")

    def runs(self):
        """When the last run began: how many there are is less when a day goes."""
        return max((started for started, in ask(self.path, "SELECT started FROM run")), default=0)

    def words(self):
        self.said.seek(0)
        return self.said.read()

    def end(self):
        self.popen.send_signal(signal.SIGTERM)
        check.equal(self.popen.wait(60), 0, "exit status of the recorder")

    def kill(self):
        self.popen.kill()
        self.popen.wait()

    def has(self, pid):
        """Whether the end of a process is in the history."""
        return ask(self.path, "SELECT id FROM process WHERE pid = ? AND ended IS NOT NULL", pid)


def marker():
    """A process by which a place in the stream is found again."""
    with subprocess.Popen(["/bin/true"]) as popen:
        popen.wait()
    return popen.pid


def listed(path, pid):
    """What the reader says of a login to who asks for all logins since yesterday."""
    done = subprocess.run([RECORDER, "sessions", "--dir", path, "--class", "interactive_remote", "-S", "yesterday", "-j"],
                          check=True, capture_output=True, text=True)
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    return [each for each in documents if sessmon.get(each, "process.session_leader.pid") == pid]


def answer(path, pid):
    """What there is to be said of a login that has ended: its session and what was run in it."""
    sessions = ask(path, """
        SELECT DISTINCT sid, start, class_name.name, uid, loginuid, total, ended IS NOT NULL, hex(address)
            FROM session JOIN class_name ON class_name.id = session.class
            WHERE sid = ? AND class_name.name = 'interactive_remote'""", pid)
    runs = ask(path, """
        SELECT process.pid, process.start, file.path, hex(program.args), process.exit
            FROM process JOIN session ON session.id = process.session
            JOIN program ON program.id = process.program JOIN file ON file.id = program.file
            WHERE session.sid = ? AND process.ended IS NOT NULL AND process.carried = 0""", pid)
    return listed(path, pid) + [list(row) for row in sorted(sessions) + sorted(runs)]
