#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The recorder against a module that is played: what it writes, and what becomes of it; TAP out.

usage: test_record.py SESSMON-HISTORY

What was written is read by SQLite, not by us. The storms are those of tests/unit/fake/fake_storm.h.
"""
import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

SESSMON = sys.argv[1]
PATIENCE = 30
FIRST_PID = 100000
NS = 1000000000
# As store/fact.h numbers them.
ENDED_ASKED, ENDED_DAY, ENDED_UNLOADED = 1, 2, 3
GAP_NOT_RUNNING, GAP_KILLED, GAP_UNLOADED, GAP_SOCKET, GAP_DISK, GAP_DAMAGED = 0, 1, 2, 5, 6, 7
tests = failed = 0


def ok(good, what, detail=None):
    global tests, failed
    tests += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {tests} - {what}")
    if not good:
        print(f"# {detail!r:.400}")


def same(got, want, what):
    ok(got == want, what, (got, want))


def eventually(probe, what):
    until = time.monotonic() + PATIENCE
    while not probe():
        if time.monotonic() > until:
            ok(False, f"waited in vain: {what}")
            return False
        time.sleep(0.05)
    return True


class Recorder:
    """One of them, in a folder; ended when it is over."""

    def __init__(self, folder, *words, fake="stays", **environment):
        env = dict(os.environ, SESSMON_FAKE=fake, SESSMON_FAKE_TODAY="1",
                   **{name: str(each) for name, each in environment.items()})
        self.said = tempfile.TemporaryFile("w+")
        # Rules that this host has are no matter of these tests.
        # pylint: disable-next=consider-using-with
        self.popen = subprocess.Popen([SESSMON, "record", "-d", folder, "--no-rules", *words], stdin=subprocess.DEVNULL,
                                      stdout=self.said, stderr=self.said, env=env)

    def words(self):
        self.said.seek(0)
        return self.said.read()

    def wait(self):
        """Its status; one that goes on is a failure."""
        try:
            return self.popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            return "goes on"

    def end(self, number=signal.SIGTERM):
        self.popen.send_signal(number)
        return self.wait()

    def kill(self):
        self.popen.kill()
        return self.popen.wait()


def days(folder):
    return sorted(name for name in os.listdir(folder) if name.endswith(".db"))


def ask(folder, query, *values):
    """The rows of all days, by a reader that is not ours."""
    rows = []
    for name in days(folder):
        with contextlib.closing(sqlite3.connect(f"file:{folder}/{name}?mode=ro", uri=True, timeout=10)) as db:
            try:
                rows += db.execute(query, values).fetchall()
            except sqlite3.OperationalError as error:
                # A file that is being made has no tables yet.
                if "no such table" not in str(error):
                    raise
    return rows


def one(folder, query):
    return sum(row[0] or 0 for row in ask(folder, query))


# Those of the storm, and what is known of them.
STORM = f"pid >= {FIRST_PID} AND pid < {FIRST_PID} * 10"


def lives(folder):
    return one(folder, f"SELECT count(*) FROM process WHERE {STORM} AND ended IS NOT NULL")


def events(folder):
    """How many of the storm's are in the history.  An end that nobody saw is none: whose last event
    is missing was found gone when the table was told anew."""
    return one(folder, f"SELECT sum((born IS NOT NULL) + (exec_at IS NOT NULL) + (exit IS NOT NULL)) "
                       f"FROM process WHERE {STORM}")


def check_whole(folder, what):
    same({row[0] for row in ask(folder, "PRAGMA integrity_check")}, {"ok"}, f"{what}: each file is whole")


def test_record(folder):
    recorder = Recorder(folder, SESSMON_FAKE_STORM=1000)
    if not eventually(lambda: lives(folder) == 1000, "1,000 lives"):
        print("# " + recorder.words())
    same(Recorder(folder).wait(), 1, "a second writer is refused")
    same(recorder.end(), 0, "it ends when it is asked to")
    same(recorder.words(), "", "and has said nothing")
    check_whole(folder, "after its end")
    same(one(folder, f"SELECT count(DISTINCT pid) FROM process WHERE {STORM}"), 1000, "each life is there once")
    same(events(folder), 3000, "with its birth, its program and its end")
    same({row[0] for row in ask(folder, f"SELECT exit FROM process WHERE {STORM}")}, {0, 256, 512},
         "and how it ended")
    args = {bytes(row[0]) for row in ask(folder, f"SELECT args FROM process JOIN program ON program.id = "
                                                 f"process.program WHERE {STORM}")}
    same(args, {b"worker\0--number\0%d\0" % (FIRST_PID + n) for n in range(1000)}, "each with its arguments")
    same(ask(folder, "SELECT why, ended IS NOT NULL FROM run"), [(ENDED_ASKED, 1)], "one run, which was asked to end")
    same(one(folder, "SELECT count(*) FROM process WHERE carried AND pid < 1000"), 10, "it began with the table")
    modes = {os.stat(os.path.join(folder, name)).st_mode & 0o777 for name in os.listdir(folder)}
    same((os.stat(folder).st_mode & 0o777, modes), (0o700, {0o600}), "all of it is for its owner alone")


def test_beside(folder):
    """Two that are played at the same time, as the halves of run.sh are, do not hear each other."""
    with tempfile.TemporaryDirectory() as other:
        os.chmod(other, 0o700)
        recorders = [Recorder(where, SESSMON_FAKE_STORM=5000) for where in (folder, other)]
        for where in (folder, other):
            eventually(lambda where=where: lives(where) >= 5000, "5,000 lives")
        same([recorder.end() for recorder in recorders], [0, 0], "both end")
        for where in (folder, other):
            same((one(where, f"SELECT count(*) FROM process WHERE {STORM}"), events(where)), (5000, 15000),
                 "each life is there once")


def test_loss(folder):
    """The world has a hole of 45 events, and two that never were."""
    recorder = Recorder(folder)
    eventually(lambda: one(folder, "SELECT count(*) FROM gap"), "a gap")
    eventually(lambda: len(ask(folder, "SELECT * FROM run")) == 2, "the table told anew")
    recorder.end()
    same({row for row in ask(folder, "SELECT why, count FROM gap WHERE count") if row[0] == GAP_SOCKET},
         {(GAP_SOCKET, 45)}, "what was lost on the way is counted in the history")
    ok(one(folder, "SELECT count(*) FROM run") >= 2, "and the table is told anew after it")


def test_kill(folder):
    recorder = Recorder(folder, SESSMON_FAKE_STORM=1000000)
    eventually(lambda: lives(folder) > 2000, "a storm")
    before = lives(folder)
    recorder.kill()
    check_whole(folder, "after kill -9 in a storm")
    ok(lives(folder) >= before, "what was there before is still there")
    lived = lives(folder)
    recorder = Recorder(folder)
    eventually(lambda: ask(folder, "SELECT * FROM gap WHERE why = 1"), "a gap")
    same(recorder.end(), 0, "the next one goes on in the file")
    check_whole(folder, "after that")
    same(lives(folder), lived, "nothing that was there is changed")
    gaps = ask(folder, f"SELECT since, until FROM gap WHERE why = {GAP_KILLED}")
    ok(len(gaps) == 1 and gaps[0][0] < gaps[0][1], "and when nobody watched is told", gaps)


def test_damaged(folder):
    """Today's file is damaged: it is kept, and another one is begun."""
    recorder = Recorder(folder)
    eventually(lambda: ask(folder, "SELECT id FROM run"), "a file")
    recorder.end()
    name = days(folder)[-1]
    with open(os.path.join(folder, name), "r+b") as file:
        pages = os.fstat(file.fileno()).st_size // 4096
        for page in range(1, pages):
            file.seek(page * 4096)
            file.write(b"\xa5" * 4096)
    recorder = Recorder(folder, SESSMON_FAKE_STORM=1000000)
    eventually(lambda: os.path.exists(os.path.join(folder, f"{name}.damaged.1")) and lives(folder) > 100,
               "lives in another file")
    same(recorder.end(), 0, "a damaged file does not end it")
    ok(f"{folder}/{name} cannot be written: damaged\n" in recorder.words() and
       f"{folder}/{name} is set aside as {name}.damaged.1\n" in recorder.words(), "it says so", recorder.words())
    check_whole(folder, "another file")
    same(os.stat(os.path.join(folder, f"{name}.damaged.1")).st_size, pages * 4096, "the damaged one is kept")
    same(len(ask(folder, f"SELECT * FROM gap WHERE why = {GAP_DAMAGED} AND since < until")), 1,
         "the history says that it has a gap, and why")


def test_reload(folder):
    """The module goes, is not there, and comes back."""
    recorder = Recorder(folder, fake="returns")
    eventually(lambda: "is there" in recorder.words(), "the module is back")
    eventually(lambda: len(ask(folder, "SELECT * FROM run")) > 1, "another run")
    same(recorder.end(), 0, "it waits for the module")
    ok("sessmon: the kernel module was unloaded; waiting for it" in recorder.words(), "and says so", recorder.words())
    ok((ENDED_UNLOADED,) in ask(folder, "SELECT why FROM run"), "the run ended with the module")
    gaps = ask(folder, f"SELECT since, until FROM gap WHERE why = {GAP_UNLOADED}")
    ok(len(gaps) == 1 and gaps[0][0] < gaps[0][1], "when it was not there is a gap", gaps)


def test_wait(folder):
    recorder = Recorder(folder, fake="unloaded")
    eventually(lambda: "is not loaded; waiting for it" in recorder.words(), "it waits")
    time.sleep(1.5)
    same(recorder.words().count("waiting"), 1, "it says once that it waits for the module")
    same(recorder.end(signal.SIGINT), 0, "and can be ended")
    same(Recorder(folder, fake="unprivileged").wait(), 1, "but not for rights")


def test_options(folder):
    for words in (["--keep", "30"], ["--keep", "0s"], ["--max-size", "2X"], ["--max-size", "0"], ["--keep"],
                  ["--fork"], ["now"], ["--keep=-1d"]):
        same(Recorder(folder, *words).wait(), 2, f"record {' '.join(words)}: is called wrongly")
    same(Recorder("/proc/nowhere").wait(), 1, "a folder that cannot be made")
    os.chmod(folder, 0o770)
    same(Recorder(folder).wait(), 1, "a folder that others may write to")


def test_manager(folder):
    """What systemd hears."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(os.path.join(folder, "notify"))
        ear.settimeout(PATIENCE)
        recorder = Recorder(os.path.join(folder, "days"), NOTIFY_SOCKET=ear.getsockname(), WATCHDOG_USEC=300000)
        heard = [ear.recv(1000).decode() for _ in range(6)]
        same(heard[0], "READY=1", "first that it is ready")
        ok(all(each.startswith("WATCHDOG=1\nSTATUS=") for each in heard[2:]), "then that it is alive", heard)
        recorder.popen.terminate()
        while not heard[-1].startswith("STOPPING=1"):
            heard.append(ear.recv(1000).decode())
        same(recorder.wait(), 0, "last that it ends")


def test_midnight(folder):
    """Two days of one program each hour: each file answers alone."""
    recorder = Recorder(folder, SESSMON_FAKE_STORM=48, SESSMON_FAKE_STEP=3600)
    eventually(lambda: lives(folder) == 48, "48 lives")
    same(recorder.end(), 0, "it ends")
    check_whole(folder, "of three days")
    same(len(days(folder)), 3, "a file for each day (UTC)")
    for name in days(folder):
        with contextlib.closing(sqlite3.connect(os.path.join(folder, name))) as db:
            walls = [row[0] for row in db.execute(
                f"SELECT start + coalesce(born, 0) + offset + coalesce(wall, 0) FROM process JOIN clock ON clock.id = process.clock "
                f"WHERE {STORM} AND NOT carried").fetchall()]
            same({time.strftime("%Y-%m-%d", time.gmtime(wall // NS)) for wall in walls}, {name[:10]},
                 f"{name[:10]} has what began on that day")
            same(db.execute("SELECT count(*) FROM process WHERE carried AND pid = 200").fetchone()[0], 1,
                 "and what lived when it began")
    same([row[0] for row in ask(folder, "SELECT why FROM run")], [ENDED_DAY, ENDED_DAY, ENDED_ASKED],
         "a run ends with its day")
    same(ask(folder, "SELECT * FROM gap WHERE why != 5 AND why != 4"), [], "no gap between them")


def test_keep(folder):
    today = int(time.time()) // 86400
    names = [time.strftime("%Y-%m-%d.db", time.gmtime((today - ago) * 86400)) for ago in range(1, 5)]
    for name in names:
        with contextlib.closing(sqlite3.connect(os.path.join(folder, name))) as db:
            db.execute("CREATE TABLE old(x)")
        os.chmod(os.path.join(folder, name), 0o600)
    os.chmod(folder, 0o700)
    recorder = Recorder(folder, "--keep", "2d")
    eventually(lambda: len(days(folder)) == 2, "two days are left of five")
    recorder.end()
    same(days(folder)[0], names[0], "yesterday is kept")


def test_crowd(folder):
    """10,000 processes: none of them is kept by who receives."""
    recorder = Recorder(folder, SESSMON_FAKE_CROWD=10000)
    eventually(lambda: one(folder, "SELECT count(*) FROM process WHERE carried") > 10000, "the crowd")
    with open(f"/proc/{recorder.popen.pid}/maps", encoding="utf-8") as maps:
        sanitized = "libasan" in maps.read()

    def resident():
        with open(f"/proc/{recorder.popen.pid}/status", encoding="ascii") as status:
            lines = dict(line.split(":", 1) for line in status)
        print(f"# resident {lines['VmRSS'].strip()}, at the most {lines['VmHWM'].strip()}")
        return int(lines["VmRSS"].split()[0])
    # What the batches of the table took is given back when they have been written.
    if not sanitized:
        eventually(lambda: resident() < 12000000 >> 10, "beside 10,000 processes it is smaller than 12 MB")
    same(recorder.end(), 0, "and ends")


def test_full(folder):
    """The disk is full for longer than it is waited for, and then has room again."""
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "tmpfs", folder], check=False).returncode:
        print("# no file system can be mounted here: the disk is not filled")
        return
    try:
        fill(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(folder):
    ballast = os.path.join(folder, "ballast")
    recorder = Recorder(folder, SESSMON_FAKE_STORM=60000)
    eventually(lambda: lives(folder) > 1000, "a storm")
    with contextlib.suppress(OSError), open(ballast, "wb") as file:
        while True:
            file.write(b"x" * 4096)
    eventually(lambda: "cannot be written" in recorder.words(), "the disk is full")
    time.sleep(12)
    os.unlink(ballast)
    eventually(lambda: "can be written again" in recorder.words(), "it has room again")
    def missing(why="why"):
        return one(folder, f"SELECT sum(count) FROM gap WHERE why = {why}")
    eventually(lambda: missing(GAP_DISK), "a gap")
    # A starved reader may lose some on the way, too, and says so as well.
    eventually(lambda: events(folder) + missing() == 3 * 60000, "the end of the storm")
    same(recorder.end(), 0, "it ends")
    check_whole(folder, "after a full disk")
    ok(missing(GAP_DISK) > 0, "what could not be written is counted in the history", missing(GAP_DISK))
    same(events(folder) + missing(), 3 * 60000, "that and what was written is all that came")


def main():
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            with tempfile.TemporaryDirectory() as folder:
                os.chmod(folder, 0o700)
                test(folder)
    print(f"1..{tests}")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
