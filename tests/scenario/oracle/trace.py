# SPDX-License-Identifier: GPL-2.0-only
"""The second witness: the kernel's tracepoints, recorded by the kernel itself."""

import os
import re
import subprocess
from collections import Counter
from dataclasses import dataclass, field

from lab import cleanup

ROOT = "/sys/kernel/tracing"
INSTANCE = f"{ROOT}/instances/oracle"
EVENTS = ("sched/sched_process_fork", "sched/sched_process_exec",
          "sched/sched_process_exit", "task/task_newtask", "task/task_rename")
CLONE_THREAD = 0x10000

# Names are whatever a process chose, a line's end included: no line by line.
NEWTASK = re.compile(r" task_newtask: pid=(\d+) comm=.*? clone_flags=([0-9a-f]+)", re.S)
FORK = re.compile(r" sched_process_fork: comm=.*? pid=(\d+) child_comm=.*? child_pid=(\d+)",
                  re.S)
EXEC = re.compile(r" sched_process_exec: filename=.*? pid=(\d+) old_pid=(\d+)", re.S)
EXIT = re.compile(r" sched_process_exit: comm=.*? pid=(\d+) ", re.S)


def _write(name, value):
    with open(f"{INSTANCE}/{name}", "w") as file:
        file.write(value)


def start():
    """Record from now on, until the file with the tests is through."""
    if not os.path.exists(f"{ROOT}/instances"):
        subprocess.run(["mount", "-t", "tracefs", "tracefs", ROOT], check=True)
    if not os.path.exists(INSTANCE):
        os.mkdir(INSTANCE)
    cleanup.defer(stop)
    _write("buffer_size_kb", "4096")
    for event in EVENTS:
        _write(f"events/{event}/enable", "1")
    clear()


def stop():
    _write("tracing_on", "0")
    os.rmdir(INSTANCE)


def clear():
    _write("tracing_on", "1")
    _write("trace", "")


@dataclass
class Trace:
    """What was recorded of a process and all that descends from it."""
    forks: dict = field(default_factory=dict)       # child -> thread that made it
    threads: dict = field(default_factory=dict)     # thread -> thread that made it
    execs: Counter = field(default_factory=Counter)
    exits: Counter = field(default_factory=Counter)

    @property
    def pids(self):
        return set(self.forks)


def read(root):
    """Everything since clear() that concerns a process and its descendants."""
    with open(f"{INSTANCE}/trace", errors="replace") as file:
        text = file.read()
    flags = {int(pid): int(value, 16) for pid, value in NEWTASK.findall(text)}
    found, mine = Trace(), set()
    for maker, child in ((int(a), int(b)) for a, b in FORK.findall(text)):
        if child != root and maker not in mine:
            continue
        mine.add(child)
        kind = found.threads if flags.get(child, 0) & CLONE_THREAD else found.forks
        kind[child] = maker
    found.execs = Counter(int(pid) for pid, _ in EXEC.findall(text) if int(pid) in mine)
    found.exits = Counter(int(pid) for pid in EXIT.findall(text) if int(pid) in mine)
    # Whoever executes from another thread gets its number from the first, which ends.
    found.exits -= Counter(int(pid) for pid, old in EXEC.findall(text) if pid != old)
    return found
