# SPDX-License-Identifier: GPL-2.0-only
"""The recorder beside real programs, killed, without its module, and under a clock that is set."""

import time

from lab import check, cleanup, history, scenes, sessmon
from lab.history import marker
from lab.stream import Storm

# The history has what the stream has, however the module was loaded.
WHEN = "early"


def set_up():
    history.need()


def test_kill():
    """kill -9 in a storm takes a second away and no more, and the next recorder says when it was."""
    path = history.folder()
    recorder = history.Recorder(path)
    login = scenes.ssh()
    known = marker()
    check.eventually(lambda: recorder.has(known), "what was before the storm")
    weather = Storm(100, 2)
    time.sleep(2)
    before = time.time_ns()
    recorder.kill()
    weather.wait()
    history.whole(path)
    check.true(recorder.has(known), "what was written is there")
    rows = history.ask(path, "SELECT count(*) FROM process")[0][0]
    recorder = history.Recorder(path)
    history.whole(path)
    check.true(history.ask(path, "SELECT count(*) FROM process")[0][0] >= rows, "nothing was taken away")
    killed = [gap for gap in history.gaps(path) if gap[0] == "killed"]
    check.equal(len(killed), 1, f"gaps by a kill among {history.gaps(path)}")
    check.true(killed[0][1] <= before + 10**9 and killed[0][2] >= before, f"{killed} is around {before}")
    check.true(before - killed[0][1] < 5 * 10**9, "it begins with the last that was written")
    check.true(history.ask(path, "SELECT id FROM process WHERE carried AND pid = ?", login.shell.pid),
               "who is there is known again")
    recorder.end()


def test_reload():
    """The module goes and comes: the recorder waits for it, and the history says when it was not there."""
    path = history.folder()
    recorder = history.Recorder(path)
    sessmon.unload()
    cleanup.defer(lambda: sessmon.loaded() or sessmon.load())
    gone = time.time_ns()
    check.eventually(lambda: "was unloaded; waiting for it" in recorder.words(), "it says that it waits")
    time.sleep(1)
    runs = recorder.runs()
    back = time.time_ns()
    sessmon.load()
    check.eventually(lambda: recorder.runs() > runs, "it records again", 60)
    unloaded = [gap for gap in history.gaps(path) if gap[0] == "unloaded"]
    check.equal(len(unloaded), 1, f"gaps among {history.gaps(path)}")
    check.true(unloaded[0][1] <= gone + 10**9 and unloaded[0][2] >= back, f"{unloaded} from {gone} to {back}")
    known = marker()
    check.eventually(lambda: recorder.has(known), "what happens is written again")
    recorder.end()
    history.whole(path)


def test_clock():
    """The clock goes back an hour, and forward over midnight: numbers grow, and each day has its file."""
    path = history.folder()
    recorder = history.Recorder(path)
    monotonic, wall = time.monotonic(), time.time()

    def set_clock(seconds):
        time.clock_settime(time.CLOCK_REALTIME, wall + time.monotonic() - monotonic + seconds)
    cleanup.defer(set_clock, 0)
    pids = []
    for seconds in (0, -3600, 0, 86400, 86400 - 3600):
        set_clock(seconds)
        pids.append(marker())
        check.eventually(lambda: recorder.has(pids[-1]), f"what happens {seconds} s from now")
    recorder.end()
    history.whole(path)
    names = history.days(path)
    check.true(len(names) in (2, 3), f"files of two days: {names}")
    for pid in pids:
        check.equal(len(history.ask(path, "SELECT id FROM process WHERE pid = ? AND NOT carried", pid)), 1,
                    f"rows of process {pid}")
    check.equal([gap for gap in history.gaps(path) if gap[0] != "not_running"], [], "gaps")


test_kill.limit = 400
