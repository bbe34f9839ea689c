# SPDX-License-Identifier: GPL-2.0-only
"""Process model: the self-test on demand, `sessmon verify --hooks`."""

import os
import re
import subprocess

from lab import check, cleanup, klog, proc, sessmon

# The module is loaded anew in any case.
WHEN = "late"

BLIND = "/run/lab/sessmon-blind.ko"

# What a kernel that never calls this hook would go unnoticed for.
SWITCHES = {
    "/proc/sys/kernel/ftrace_enabled": "ftrace",
    "/sys/kernel/debug/kprobes/enabled": "probes of functions",
}

DEAF = {
    "sched_process_exec": "a program is executed",
    "change_pid": "a process leads a new session",
    "proc_sid_connector": "attached, and never called: peer",
    "__proc_set_tty": "a session gets a terminal by opening it",
    "session_clear_tty,proc_clear_tty": "a session loses its terminal to another",
    "tty_signal_session_leader": "a terminal is hung up",
    "switch_task_namespaces": "a process leaves a namespace",
    "proc_ptrace_connector": "a tracer attaches",
    "security_ptrace_traceme": "a process asks to be traced",
    "__ptrace_unlink": "a tracer detaches",
    "task_rename": "a process renames itself",
}


def set_up():
    sessmon.need()


def _facts(out):
    """What became of each fact: ok, skipped or MISSING."""
    return {what: how for how, what in re.findall(r"^(ok|skipped|MISSING) +(.*)$", out, re.M)}


def test_every_fact_is_seen():
    """Whatever the reader provokes, the stream tells of, and every hook has been called."""
    status, out, err = sessmon.run("verify", "--hooks")
    facts = _facts(out)
    check.equal([what for what, how in facts.items() if how != "ok"], [], "facts not seen")
    check.true(len(facts) > 20, f"facts: {out!r}")
    check.equal((status, err), (0, ""), "exit status and error")


def test_leaves_nothing_behind():
    """No process of the self-test outlives it."""
    sessmon.run("verify", "--hooks")
    # The orphan stays for half a second after its adoption.
    check.eventually(lambda: not [line for line in proc.table() if "verify" in line],
                     "no process of the self-test is left")


def test_verify_with_zombie():
    """Who has ended and was not reaped is no difference between the table and /proc."""
    zombie = subprocess.Popen(["/bin/true"])        # pylint: disable=consider-using-with
    check.eventually(lambda: proc.need(zombie.pid).state == "Z", "it has ended")
    status, out, _ = sessmon.run("verify")
    zombie.wait()
    check.equal(status, 0, out)


def test_policy_explains_silence():
    """What the recording policy leaves out is skipped, and no error."""
    cleanup.defer(sessmon.run, "policy", "reset")
    own = sessmon.find(sessmon.ls(), process__pid=os.getsid(0))
    with open("/tmp/quiet.policy", "w", encoding="ascii") as policy:
        policy.write(f"record {sessmon.get(own, 'sessmon.session.class')} session\n")
    check.equal(sessmon.run("policy", "load", "/tmp/quiet.policy")[0], 0, "policy load")
    status, out, _ = sessmon.run("verify", "--hooks")
    check.equal(status, 0, out)
    check.true("a process is created: the recording policy leaves it out" in out, out)


def test_deaf_hooks():
    """A hook that is never called is found out, whichever it is."""
    if not os.path.exists(BLIND):
        raise check.Skip("no module with DEBUG_BLIND=1 in the payload")
    sessmon.unload()
    cleanup.defer(sessmon.load)
    for hook, what in DEAF.items():
        # The load itself finds out about some of them.
        subprocess.run(["insmod", BLIND, f"deaf={hook}"], check=True)
        try:
            status, out, _ = sessmon.run("verify", "--hooks")
        finally:
            sessmon.unload()
        told = [line for line in out.splitlines() if what in line]
        check.true(told and not told[0].startswith("ok"), f"without {hook}: {out!r}")
        if hook != "task_rename":
            check.equal(status, 1, f"exit status without {hook}")


test_deaf_hooks.limit = 400


def _live():
    return set(sessmon.get(sessmon.ask("stats")[0], "sessmon.stats.hooks.live"))


def test_switched_off():
    """Whoever switches the kernel's probes off while the module is loaded is noticed, each way."""
    before = _live()
    for switch, what in SWITCHES.items():
        log = klog.Log()
        with cleanup.scope():
            with open(switch, "w", encoding="ascii") as file:
                file.write("0")
            cleanup.defer(_switch_on, switch)
            check.eventually(lambda: before - _live(), f"without {what} hooks are missing", timeout=60)
            gone = before - _live()
            check.true("creds" in gone and "exit" not in gone, f"without {what}: {gone}")
        check.eventually(lambda: _live() == before, f"with {what} again all are back", timeout=60)
        said = [line for line in log.lines() if "the kernel calls" in line]
        check.equal(len(said), 2, f"lines in the kernel's log: {said}")


def _switch_on(switch):
    with open(switch, "w", encoding="ascii") as file:
        file.write("1")
