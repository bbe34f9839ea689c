# SPDX-License-Identifier: GPL-2.0-only
"""Process model: keys and clocks."""

import json
import os
import subprocess
import time

from lab import check, cleanup
from lab.stream import PROGRAM
from oracle import dump, model, set_up      # noqa: F401
from oracle.run import restart_monitor, start

# Keys do not depend on how the module was loaded.
WHEN = "early"

REUSED = int(os.environ.get("REUSED", "5000"))
PID_MAX = 600


def test_same_key_everywhere():
    """The key in an event is the key in a dump, and another reader says the same."""
    run = start("exit-zombie")
    pid = run.held()
    first, second = dump.process(pid), dump.process(pid)
    check.equal(dump.key(first), dump.key(second), "keys in two dumps")
    check.equal(first["process"]["entity_id"], second["process"]["entity_id"], "entity ids")
    run.release()
    run.finish()
    event = run.event("exit", pid)
    check.equal(event.key, dump.key(first), "keys in event and dump")
    check.equal(event("process.entity_id"), first["process"]["entity_id"], "entity ids")


def test_same_key_after_restart():
    """A reader that is started later gives a process the same key."""
    run = start("exit-zombie")
    pid = run.held()
    before = dump.key(dump.process(pid))
    restart_monitor()
    run.mark = 0
    os.kill(pid, 10)
    run.wait()
    check.true(run.heard("exit", pid), "the end is told by the second reader")
    check.equal(run.heard("exit", pid)[0].key, before, "keys before and after")


def test_clock_stepped():
    """When somebody sets the clock, keys, order and boot times go on as before."""
    run = start("exit-zombie")
    pid = run.held()
    before = dump.key(dump.process(pid))
    moment = time.clock_gettime(time.CLOCK_REALTIME)
    cleanup.defer(_set_clock_by, moment, time.monotonic())
    subprocess.run(["date", "-s", "2001-02-03 04:05:06 UTC"], check=True,
                   stdout=subprocess.DEVNULL)
    check.equal(dump.key(dump.process(pid)), before, "keys before and after")
    run.release()
    run.finish()
    first, last = run.events("fork")[0], run.events("exit")[-1]
    check.true(last.boot > first.boot, "boot time goes on")
    check.true(last("@timestamp").startswith("2001-02-03T04:05:"), "wall-clock time is the new")
    model("tree")


def _set_clock_by(moment, then):
    time.clock_settime(time.CLOCK_REALTIME, moment + time.monotonic() - then)


def test_numbers_reused():
    """When numbers are given out again, no key repeats and each end is its own process's."""
    with open("/proc/sys/kernel/pid_max") as file:
        cleanup.defer(_write_pid_max, file.read())
    _write_pid_max(str(PID_MAX))
    done = subprocess.run([PROGRAM, "reuse", str(REUSED)], text=True, capture_output=True,
                          check=False)
    check.equal((done.returncode, done.stderr), (0, ""), "what the program finds wrong")
    said = json.loads(done.stdout)
    check.equal(said["processes"], REUSED, "processes that it had and heard of")
    check.true(said["numbers"] < PID_MAX, "numbers were given out again")


test_numbers_reused.limit = 3600


def _write_pid_max(text):
    with open("/proc/sys/kernel/pid_max", "w") as file:
        file.write(text)
