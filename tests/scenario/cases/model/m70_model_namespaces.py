# SPDX-License-Identifier: GPL-2.0-only
"""Process model: namespaces."""

from lab import check, proc
from oracle import dump, model, set_up      # noqa: F401
from oracle.run import start

# What happens to who came later does not depend on when the module was loaded.
WHEN = "early"


def test_unshare():
    """unshare of each namespace tells which one changed; files are none."""
    check.equal(len(model("ns-unshare").events("namespaces")), 6, "namespaces events")


def test_setns():
    """setns to each namespace tells which one changed."""
    check.equal(len(model("ns-setns").events("namespaces")), 10, "namespaces events")


def test_clone():
    """A child cloned into new namespaces has them from the start, and its creator's are told."""
    run = start("ns-clone")
    pid = run.held()
    own, doc = proc.need(pid).namespaces, dump.process(pid)["sessmon"]["process"]
    check.differ(own["user"], proc.need(run.pid).namespaces["user"], "user namespaces")
    check.equal(doc["creds"]["user_ns"], own["user"], "user namespace")
    for kind in ("cgroup", "ipc", "mnt", "net", "pid", "uts"):
        check.equal(doc["ns"][kind], own[kind], f"{kind} namespace")
    run.release()
    run.finish()
    order = [run.event(kind, pid).seq for kind in ("fork", "namespaces", "creds")]
    check.equal(order, sorted(order), "order of what is told of the birth")


def test_pid_depth():
    """Three pid namespaces deep, a process has its outer number and its own."""
    run = start("ns-pid-depth")
    pid = run.held()
    doc = dump.process(pid)
    own = int(open(f"/proc/{pid}/status").read().split("NSpid:")[1].split("\n")[0].split()[-1])
    check.equal(doc["process"]["vpid"], own, "its own number")
    check.equal(doc["sessmon"]["process"]["ns"]["pid"], proc.need(pid).namespaces["pid"],
                "its pid namespace")
    run.release()
    run.finish()


def test_pid_unshare():
    """unshare of the pid namespace is for children; its first process adopts orphans."""
    run = model("ns-pid-unshare")
    check.equal([event("sessmon.reparent_reason") for event in run.events("reparent")],
                ["init"], "adopted by the init of the namespace")


def test_pid_init_dies():
    """When the first process of a pid namespace ends, all others end by SIGKILL."""
    run = model("ns-pid-init-dies")
    signals = [run.event("exit", pid)("sessmon.exit_signal.number")
               for pid in run.processes[2:]]
    check.equal(signals, [9, 9, 9], "signals")


def test_pid_join():
    """A process that joins a pid namespace has children inside."""
    model("ns-pid-join")


def test_time_namespace():
    """In a time namespace the key stays what it is outside."""
    run = start("ns-time")
    pid = run.held()
    check.equal(dump.key(dump.process(pid))[1] // 10_000_000, proc.need(pid).start,
                "start in the key, in clock ticks")
    run.release()
    run.finish()
