# SPDX-License-Identifier: GPL-2.0-only
"""Process model: the oracle sees what is missing.

A module built with DEBUG_BLIND=1 can be told not to attach to one hook.  Then the
comparison that passes otherwise has to fail.
"""

import os
import subprocess
import time

from lab import check, cleanup, klog, sessmon, wire
from oracle import model, run, set_up as set_up_oracle

# The module is loaded anew in any case.
WHEN = "late"

BLIND = "/run/lab/sessmon-blind.ko"

# Hook, and a program whose events need it.
NEEDED = (
    ("task_newtask", "fork"), ("sched_process_exec", "exec"), ("sched_process_exit", "fork"),
    ("task_rename", "rename"), ("proc_exit_connector", "orphan-subreaper"),
    ("change_pid", "setpgid-self"), ("change_pid", "setsid"), ("proc_sid_connector", "setsid"),
    ("__proc_set_tty", "tty"), ("session_clear_tty,proc_clear_tty", "tty-notty"),
    ("tty_signal_session_leader", "tty-hangup"), ("commit_creds", "creds-setresuid"),
    ("switch_task_namespaces", "ns-unshare"), ("proc_ptrace_connector", "ptrace-attach"),
    ("security_ptrace_traceme", "ptrace-traceme"), ("__ptrace_unlink", "ptrace-tracer-dies"),
)


def test_every_hook_is_missed():
    """Without any one of its hooks, the module fails the comparison."""
    if not os.path.exists(BLIND) or not os.path.exists(run.PROGRAM):
        raise check.Skip("no module with DEBUG_BLIND=1 in the payload")
    if sessmon.loaded():
        sessmon.unload()
    passed = [f"{hook}: {verb}" for hook, verb in NEEDED if _passes(hook, verb)]
    check.equal(passed, [], "programs that passed although a hook was missing")
    _passes("nothing", "fork", must=True)


test_every_hook_is_missed.limit = 900


def _passes(hook, verb, must=False):
    subprocess.run(["insmod", BLIND, f"blind={hook}"], check=True)
    try:
        with cleanup.scope():
            set_up_oracle()
            model(verb)
        return True
    except check.Failure as failure:
        print(f"# without {hook}, {verb}: {str(failure)[:150]}", flush=True)
        if must:
            raise
        return False
    finally:
        sessmon.unload()


def test_failed_exec_leaves_nothing():
    """Where the end of an exec cannot be seen, the file of one that failed is no script of the next"""
    if not os.path.exists(BLIND) or not os.path.exists(run.PROGRAM):
        raise check.Skip("no module with DEBUG_BLIND=1 in the payload")
    if sessmon.loaded():
        sessmon.unload()
    subprocess.run(["insmod", BLIND, "blind=free_bprm"], check=True)
    cleanup.defer(sessmon.unload)
    with cleanup.scope():
        set_up_oracle()
        event = model("exec-refused").events("exec")[1]
        check.true("script" not in event.exe_flags, f"no script: {event.exe_flags}")
        check.equal(event("sessmon.process.exe.script"), None, "script")


def _deaf(hook):
    """Load with a hook that is attached but never called; exit status and what is said."""
    log = klog.Log()
    status = subprocess.run(["insmod", BLIND, f"deaf={hook}"], check=False,
                            stderr=subprocess.DEVNULL).returncode
    return status, "\n".join(log.lines())


def _live_hooks():
    return sessmon.get(sessmon.ask("stats")[0], "sessmon.stats.hooks.live")


def test_load_sees_deaf_hook():
    """A hook that this kernel never calls is no capability, and one that is needed ends the load."""
    if not os.path.exists(BLIND):
        raise check.Skip("no module with DEBUG_BLIND=1 in the payload")
    if sessmon.loaded():
        sessmon.unload()
    for hook in ("task_newtask", "sched_process_exit", "sched_process_free", "commit_creds"):
        status, said = _deaf(hook)
        check.true(status, f"a load without {hook} fails")
        check.true("are not called on this kernel" in said, f"the load says why: {said!r}")
        check.true(not sessmon.loaded(), "the module is there although its load failed")
    status, said = _deaf("proc_exit_connector")
    cleanup.defer(sessmon.unload)
    check.equal(status, 0, "exit status of a load without proc_exit_connector")
    check.true("reparent" not in _live_hooks(), "reparent is still a capability")
    check.true("rename" in _live_hooks(), "rename is a capability")


def _sleeper():
    """Somebody for the table, until the test is over."""
    sleeper = subprocess.Popen(["sleep", "100"])    # pylint: disable=consider-using-with
    cleanup.defer(sleeper.wait)
    cleanup.defer(sleeper.kill)


def _hold_dumps(load):
    """Begin a dump again and again while the module is being loaded, and end none of them."""
    end = time.monotonic() + 60
    while load.poll() is None and time.monotonic() < end:
        _sleeper()
        try:
            sock = wire.Socket()
        except (wire.Refused, OSError):
            sock = None                             # There is nobody to ask.
        if sock:
            cleanup.defer(sock.close)
            sock.send(sock.family, wire.C["SESSMON_CMD_PROCESS_GET"],
                      flags=wire.REQUEST | wire.DUMP)
        time.sleep(0.2)


def test_refused_load_waits_for_nobody():
    """A load that fails ends, also while somebody asks and does not read the answer"""
    if not os.path.exists(BLIND):
        raise check.Skip("no module with DEBUG_BLIND=1 in the payload")
    if sessmon.loaded():
        sessmon.unload()
    cleanup.defer(check.eventually, lambda: not sessmon.loaded(), "no module is left")
    # pylint: disable-next=consider-using-with
    load = subprocess.Popen(["insmod", BLIND, "deaf=commit_creds"], stderr=subprocess.DEVNULL)
    with cleanup.scope():
        _hold_dumps(load)
        check.true(load.poll(), "the load has failed")
