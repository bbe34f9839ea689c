# SPDX-License-Identifier: GPL-2.0-only
"""Process model: how processes come into the world."""

import os

from lab import check, cleanup
from oracle import dump, model, set_up      # noqa: F401
from oracle.run import PROGRAM, Run, start

# What happens to who came later does not depend on when the module was loaded.
WHEN = "early"


def test_fork():
    """fork makes one process, which has its creator's facts."""
    run = model("fork")
    check.equal(len(run.processes), 2, "processes")
    check.equal(run.event("exit", run.processes[1])("process.exit_code"), 7, "exit code")


def test_tree():
    """Processes that fork at the same time are told apart."""
    check.equal(len(model("tree").processes), 7, "processes")


def test_vfork_exec():
    """vfork makes one process, which executes while its parent waits."""
    model("vfork-exec")


def test_vfork_exit():
    """vfork makes one process, also if it never executes anything."""
    model("vfork-exit")


def test_clone_parent():
    """CLONE_PARENT makes a sibling: its creator is not its parent."""
    run = model("clone-parent")
    fork = run.events("fork")[2]
    check.differ(fork("sessmon.process.creator.pid"), fork.parent, "creator and parent")


def test_clone_into_cgroup():
    """CLONE_INTO_CGROUP puts the child into that control group from the start."""
    path = "/sys/fs/cgroup/oracle"
    os.mkdir(path)
    cleanup.defer(os.rmdir, path)
    run = start("into-cgroup", path)
    child = run.held()
    check.equal(dump.process(child)["sessmon"]["process"]["cgroup"], str(os.stat(path).st_ino),
                "control group of the child")
    check.differ(dump.process(run.pid)["sessmon"]["process"]["cgroup"], str(os.stat(path).st_ino),
                 "control groups of parent and child")
    run.release()
    run.finish()


def test_set_tid():
    """clone3 with set_tid makes a process of the chosen number."""
    run = model("set-tid", "23456")
    check.equal(run.processes[1], 23456, "number of the child")


def test_threads():
    """Threads make no process events, and their names are nobody's business."""
    run = model("threads")
    check.equal(len(run.trace.threads), 8, "threads that the kernel saw")
    check.equal([event.type for event in run.all], ["fork", "exec", "exit"], "events")


def test_thread_forks():
    """A process that a thread makes is the process's child."""
    run = model("thread-forks")
    check.equal(run.events("fork")[1]("sessmon.process.creator.pid"), run.pid, "creator")


def test_io_uring():
    """Threads that the kernel adds for io_uring change nothing about the process."""
    model("io-uring")


def test_32_bit():
    """A 32-bit program that forks, calls setsid and executes is seen like any other."""
    run = Run([os.path.dirname(PROGRAM) + "/model32", PROGRAM, "from 32 bit"], "setpgid-self")
    run.wait(0)
    run.finish_without_story([
        (run.pid, ["fork", "exec", "exit"]),
        (run.first_child(), ["fork", "setsid", "exec", "exit"])])
