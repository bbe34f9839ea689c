# SPDX-License-Identifier: GPL-2.0-only
"""What the recorder writes, held against what monitor prints; a full disk, and days that go."""

import contextlib
import json
import os
import subprocess
import tempfile
import time

from lab import check, cleanup, history, programs, scenes, sessmon
from lab.history import marker
from lab.stream import Storm, say

WHEN = "early"


def set_up():
    history.need()


class Written:
    """What monitor -j writes to a file. To read each document as it comes takes Python, on a busy host,
    longer than anybody waits, and makes monitor wait for it: they are read when all are there."""

    def __init__(self):
        self.file = tempfile.TemporaryFile("w+b")
        # pylint: disable-next=consider-using-with
        self.popen = subprocess.Popen([sessmon.READER, "monitor", "-j", "-R"], stdin=subprocess.DEVNULL,
                                      stdout=self.file)
        cleanup.defer(self.popen.kill)
        self.events = []
        check.eventually(lambda: self.lines() or not marker(), "it tells of the first of some programs", 120)

    def lines(self):
        return os.pread(self.file.fileno(), os.fstat(self.file.fileno()).st_size, 0).splitlines()

    def exec_of(self, pid):
        """Its number in the sequence, as soon as it is there."""
        words = (b'"pid":%d,' % pid, b'"action":"exec"')

        def found():
            for line in self.lines():
                if all(word in line for word in words) and line.endswith(b"}"):
                    each = json.loads(line)
                    if sessmon.get(each, "process.pid") == pid:
                        return sessmon.get(each, "event.sequence")
            return None
        return check.eventually(found, f"the program of process {pid} in what monitor writes", 120)

    def end(self):
        self.popen.terminate()
        check.equal(self.popen.wait(60), 0, "exit status of monitor")
        self.events = [json.loads(line, object_pairs_hook=sessmon.unique) for line in self.lines()]


def play():
    """A login, what it leaves, a service, somebody else's rights, and a squall."""
    login = scenes.ssh()
    programs.setsid_daemon(login.shell)
    programs.double_fork(login.shell)
    programs.Tmux(login.shell)
    login.shell.run("(exec -a other sleep 0.1); cd /tmp && false; perl -e '$0 = \"renamed\"; exit 3'")
    programs.ssh_command("bob")
    login.shell.leave()
    weather = Storm(30, 2)
    weather.wait()
    return login


def told(monitor, first, last):
    """What monitor -j printed between two numbers: pairs of type and number."""
    return [(sessmon.get(each, "sessmon.event"), sessmon.get(each, "event.sequence"))
            for each in monitor.events if first <= (sessmon.get(each, "event.sequence") or 0) <= last]


def runs_told(monitor, first, last):
    """Key of the process, its how manieth program, and which."""
    return {(sessmon.get(each, "process.pid"), int(sessmon.get(each, "process.entity_id").split(":")[-1]),
             sessmon.get(each, "sessmon.process.exec_count"), sessmon.get(each, "process.executable"))
            for each in monitor.events if sessmon.get(each, "event.action") == "exec"
            and first <= sessmon.get(each, "event.sequence") <= last}


RUNS = """
    SELECT pid, start, coalesce(born_execs, 0) + 1, path FROM process JOIN program ON program.id = process.program
        JOIN file ON file.id = program.file
        WHERE exec_at IS NOT NULL AND seq + exec_seq BETWEEN {0} AND {1}
    UNION ALL SELECT pid, start, exec.execs, path FROM exec JOIN process ON process.id = exec.process
        JOIN program ON program.id = exec.program JOIN file ON file.id = program.file
        WHERE exec.seq BETWEEN {0} AND {1}"""


def test_oracle():
    """What monitor -j prints and what the history holds are the same: nothing missing, nothing twice."""
    path = history.folder()
    recorder = history.Recorder(path)
    monitor = Written()
    first = monitor.exec_of(marker())
    play()
    end = marker()
    last = monitor.exec_of(end)
    check.eventually(lambda: recorder.has(end), "the end is recorded", 120)
    recorder.end()
    monitor.end()
    want, got = told(monitor, first, last), history.events(path, first, last)
    say(f"{len(want)} events by monitor, {len(got)} in the history")
    check.equal(len(got), len(set(got)), "nothing is there twice")
    check.equal(sorted(set(want) - set(got))[:20], [], "what the history lacks")
    check.equal(sorted(set(got) - set(want))[:20], [], "what monitor lacks")
    runs = history.ask(path, RUNS.format(first, last))
    check.equal(len(runs), len(set(runs)), "no run is there twice")
    check.equal(set(runs) ^ runs_told(monitor, first, last), set(), "runs that one of the two lacks")
    check.equal([gap for gap in history.gaps(path) if gap[0] != "not_running"], [], "gaps")
    history.whole(path)


def test_full():
    """A full disk does not stop the stream: what is not written is counted, and what follows is there."""
    path = history.folder()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "history", path], check=True)
    cleanup.defer(subprocess.run, ["umount", "-l", path])
    recorder = history.Recorder(path)
    known = marker()
    check.eventually(lambda: recorder.has(known), "what was before")
    ballast = os.path.join(path, "ballast")
    with contextlib.suppress(OSError), open(ballast, "wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    weather = Storm(50, 2)
    weather.wait()
    check.eventually(lambda: "cannot be written" in recorder.words(), "it says so", 60)
    time.sleep(12)
    os.unlink(ballast)
    check.eventually(lambda: [gap for gap in history.gaps(path) if gap[0] == "disk"], "a gap", 60)
    say(f"{[gap for gap in history.gaps(path) if gap[0] == 'disk']}, {recorder.words()!r}")
    check.equal([gap for gap in history.gaps(path) if gap[0] not in ("disk", "not_running")], [],
                "nothing was lost on the way to it")
    known = marker()
    check.eventually(lambda: recorder.has(known), "what happens then is written")
    recorder.end()
    history.whole(path)


def test_keep():
    """Of five days two are kept by --keep 2d."""
    path = history.folder()
    history.Recorder(path).end()
    day = history.days(path)[0]
    present = time.strptime(day[:10], "%Y-%m-%d")
    for ago in range(1, 5):
        old = time.strftime("%Y-%m-%d.db", time.gmtime(time.mktime(present) - time.timezone - ago * 86400))
        with open(os.path.join(path, day), "rb") as source, open(os.path.join(path, old), "wb") as copy:
            copy.write(source.read())
        os.chmod(os.path.join(path, old), 0o600)
    check.equal(len(history.days(path)), 5, "days")
    recorder = history.Recorder(path, "--keep", "2d")
    check.eventually(lambda: len(history.days(path)) == 2, "two are left")
    recorder.end()
    check.equal(history.days(path)[1], day, "the present one among them")


for test in (test_oracle, test_full):
    test.limit = 400
