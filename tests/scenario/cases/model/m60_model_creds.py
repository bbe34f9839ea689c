# SPDX-License-Identifier: GPL-2.0-only
"""Process model: who a process is, and what it may do."""

import os
import shutil
import struct
import subprocess
import sys

from lab import check, cleanup, sessmon
from oracle import model, set_up            # noqa: F401
from oracle.run import PROGRAM, restart_monitor

# What happens to who came later does not depend on when the module was loaded.
WHEN = "early"

ALICE = 1000


def _copy(name, owner=0, mode=0o755):
    """The test program under another name, with other rights."""
    path = f"/var/tmp/{name}"
    shutil.copyfile(PROGRAM, path)
    cleanup.defer(os.unlink, path)
    os.chown(path, owner, owner)
    os.chmod(path, mode)
    return path


def test_setuid():
    """setgid and setuid each tell old and new; a refused setuid tells nothing."""
    check.equal(len(model("creds-setuid").events("creds")), 2, "creds events")


def test_setresuid():
    """Each of the real, effective, saved and file-system ids is told."""
    model("creds-setresuid")


def test_setgroups():
    """Other supplementary groups are told; the same ones again are not."""
    check.equal(len(model("creds-setgroups").events("creds")), 3, "creds events")


def test_capset_and_prctl():
    """capset and prctl tell capabilities and securebits, and so does the exec after them."""
    run = model("creds-capset")
    check.true(run.events("creds")[-1]("sessmon.by_exec"), "the last one is by exec")


def test_setuid_program():
    """A set-user-id program makes its user root, by exec, and is flagged."""
    run = model("creds-exec", _copy("set-uid", mode=0o4755))
    event = run.events("creds")[-1]
    check.true(event("sessmon.by_exec"), "by exec")
    check.equal((event("sessmon.old.creds.user.id"), event("process.user.id")),
                (str(ALICE), "0"), "effective user before and after")
    last = run.events("exec")[-1]
    check.true({"setuid", "secureexec"} <= set(last.exe_flags), "flags of the program")
    check.true("set_ids" in last.flags, "flag of the process")


def test_file_capabilities():
    """A program with file capabilities gives its user these, by exec."""
    path = _copy("file-caps")
    net_raw, effective = 1 << 13, 1
    os.setxattr(path, "security.capability",
                struct.pack("<5I", 0x02000000 | effective, net_raw, 0, 0, 0))
    run = model("creds-exec", path)
    event = run.events("creds")[-1]
    check.true(event("sessmon.by_exec"), "by exec")
    check.true("set_ids" in run.events("exec")[-1].flags, "flag of the process")


def test_plain_program():
    """A program without special rights makes no creds event."""
    run = model("creds-exec", _copy("plain"))
    check.equal([event("sessmon.by_exec") for event in run.events("creds")], [None] * 2,
                "creds events, by exec")


def test_user_namespace():
    """Root in a user namespace is reported as who it is outside, in that namespace."""
    run = model("creds-user-ns")
    last = run.events("exec")[-1]
    check.equal(last("process.user.id"), str(ALICE), "user outside")


def test_one_thread():
    """When one thread changes its ids, it is named, and the process is flagged."""
    run = model("creds-thread")
    event = run.event("creds")
    check.true(event("sessmon.tid"), "the thread is named")
    check.true("creds_diverge" in run.event("exit", event.pid).flags, "flag of the process")


# Root, of whom a second thread exists when all of them become alice.
_TWO_THREADS = """
import os, threading, time
threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
os.setresuid(1000, 1000, 1000)
print("changed", flush=True)
time.sleep(600)
"""


def test_all_threads():
    """When all threads have changed their ids alike, nothing diverges any more."""
    changed = subprocess.Popen([sys.executable, "-c", _TWO_THREADS], text=True,  # pylint: disable=R1732
                               stdout=subprocess.PIPE)
    cleanup.defer(changed.kill)
    check.equal(changed.stdout.readline(), "changed\n", "what the program says")
    (said,) = sessmon.ask("show", str(changed.pid))
    check.equal(sessmon.get(said, "process.user.id"), str(ALICE), "user")
    check.true("creds_diverge" not in sessmon.get(said, "sessmon.process.flags", []),
               "no flag of the process")


# Each place of a processor's ring, of 4096, tells of other groups once: a process may be told
# of some thirty times at once, and the second time round its birth and end fall elsewhere.
_MANY_GROUPS = """
import os, time
for n in range(280):
    if os.fork() == 0:
        for i in range(32):
            os.setgroups([1 + i % 2])
        os._exit(0)
    os.wait()
    if n % 10 == 0:
        time.sleep(0.1)
"""


def _told(kind):
    """Events of a type for which there was a record."""
    counts = sessmon.get(sessmon.ask("stats")[0], f"sessmon.stats.events.{kind}")
    return counts["produced"] - counts.get("withheld", 0) - counts.get("lost", 0)


# Root, whose first thread has ended when another one becomes alice.
_FIRST_THREAD_ENDS = """
import ctypes, os, threading, time
libc = ctypes.CDLL(None)
def become():
    stat = f"/proc/self/task/{os.getpid()}/stat"
    while open(stat).read().rpartition(") ")[2][0] != "Z":
        time.sleep(0.01)
    libc.syscall(117, 1000, 1000, 1000)         # setresuid() of this thread
    print("changed", flush=True)
    time.sleep(600)
threading.Thread(target=become).start()
libc.syscall(60, 0)                             # exit() of this thread
"""


def test_after_the_first_thread():
    """When the first thread has ended, the process is who its last threads are."""
    # pylint: disable-next=consider-using-with
    changed = subprocess.Popen([sys.executable, "-c", _FIRST_THREAD_ENDS], text=True,
                               stdout=subprocess.PIPE, start_new_session=True)
    cleanup.defer(changed.kill)
    check.equal(changed.stdout.readline(), "changed\n", "what the program says")
    (said,) = sessmon.ask("show", str(changed.pid))
    check.equal(sessmon.get(said, "process.user.id"), str(ALICE), "user")
    session = sessmon.find(sessmon.ls(), process__pid=changed.pid)
    check.equal(sessmon.get(session, "process.user.id"), str(ALICE), "user of its session")


def test_alarms_do_not_stay():
    """Groups that stay are not told to change, whatever was told in that place of the ring."""
    everywhere = os.sched_getaffinity(0)
    cleanup.defer(os.sched_setaffinity, 0, everywhere)
    os.sched_setaffinity(0, {0})
    before = _told("creds")
    subprocess.run([sys.executable, "-c", _MANY_GROUPS], check=True)
    check.true(_told("creds") > before + 8192, "each place of the ring told of other groups")
    # That one has not yet said all of them.
    restart_monitor()
    model("creds-exec", _copy("set-uid", mode=0o4755))
