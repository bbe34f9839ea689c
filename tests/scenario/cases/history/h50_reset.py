# SPDX-License-Identifier: GPL-2.0-only
"""A reset of the machine in the midst of a storm: two boots of one disk, by reset.sh."""

import json
import os
import sys
import time

from lab import check, history, scenes, sessmon
from lab.stream import Storm, say

import h20_unit

WHEN = "asked"
ANSWER = "/var/lib/answer"


def set_up():
    h20_unit.set_up()


def _wait_for_end(pid):
    check.eventually(lambda: [each for each in history.listed(h20_unit.FOLDER, pid)
                              if sessmon.get(each, "event.action") == "ended"],
                     "the login and its end are in the history", 60)


def test_before_a_reset():
    """The answer is written down, and the machine is reset without a word to anybody."""
    h20_unit.start()
    check.equal(h20_unit.systemctl("enable", h20_unit.UNIT).returncode, 0, "systemctl enable")
    login = scenes.ssh()
    login.shell.leave()
    _wait_for_end(login.shell.pid)
    time.sleep(2)
    with open(ANSWER, "w", encoding="utf-8") as file:
        json.dump([login.shell.pid, history.answer(h20_unit.FOLDER, login.shell.pid), time.time_ns()], file)
        file.flush()
        os.fsync(file.fileno())
    # Everything so far is on the disk; what follows is not.
    os.sync()
    time.sleep(1)
    Storm(1000000, 2)
    time.sleep(5)
    say("reset now")
    sys.stdout.flush()
    time.sleep(1)
    with open("/proc/sysrq-trigger", "w", encoding="ascii") as trigger:
        trigger.write("b")
    time.sleep(60)


def test_after_a_reset():
    """The same question has the same answer, the files are whole, and the gap is told."""
    with open(ANSWER, encoding="utf-8") as file:
        pid, before, when = json.load(file)
    check.eventually(lambda: history.ask(h20_unit.FOLDER, "SELECT id FROM run WHERE why = 0"), "it records", 60)
    history.whole(h20_unit.FOLDER)
    check.equal(len(history.ask(h20_unit.FOLDER, "SELECT DISTINCT boot_id FROM boot")), 2, "boots")
    check.equal(history.answer(h20_unit.FOLDER, pid), before, "the answer")
    gap = [each for each in history.gaps(h20_unit.FOLDER) if each[0] == "killed"]
    check.equal(len(gap), 1, f"gaps by a kill among {history.gaps(h20_unit.FOLDER)}")
    check.true(gap[0][1] >= when - 10**10 and gap[0][2] > gap[0][1], f"{gap} is after {when}")
    say(f"{gap}, {before}")


def test_question():
    """After a kill in a storm the same question has the same answer."""
    h20_unit.start()
    login = scenes.ssh()
    login.shell.leave()

    pid = login.shell.pid
    _wait_for_end(pid)
    time.sleep(2)
    before = history.answer(h20_unit.FOLDER, pid)
    say(before)
    weather = Storm(200, 2)
    time.sleep(1)
    h20_unit.systemctl("kill", "-s", "KILL", h20_unit.UNIT)
    check.eventually(lambda: [gap for gap in history.gaps(h20_unit.FOLDER) if gap[0] == "killed"], "a gap", 60)
    weather.wait()
    check.equal(history.answer(h20_unit.FOLDER, pid), before, "the answer")
    history.whole(h20_unit.FOLDER)
