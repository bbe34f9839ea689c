# SPDX-License-Identifier: GPL-2.0-only
"""Process model: tracing and renaming."""

from lab import check
from oracle import model, set_up            # noqa: F401


def test_attach():
    """PTRACE_ATTACH and PTRACE_DETACH are told, and by whom."""
    check.equal(len(model("ptrace-attach").events("ptrace")), 4, "ptrace events")


def test_seize():
    """PTRACE_SEIZE is told like an attach."""
    model("ptrace-seize")


def test_traceme():
    """PTRACE_TRACEME is told, with the parent as the tracer."""
    run = model("ptrace-traceme")
    check.true("traced" in run.event("exit", run.processes[1]).flags, "traced to its end")


def test_refused():
    """An attach that the kernel refuses makes no event."""
    check.equal(model("ptrace-refused").events("ptrace"), [], "ptrace events")


def test_auto():
    """The child of a process that is traced with PTRACE_O_TRACEFORK is traced at once."""
    model("ptrace-auto")


def test_auto_thread():
    """A thread that is traced at once is named, and its release leaves the process traced."""
    run = model("ptrace-thread")
    child = run.processes[1]
    said = [line.own.get("thread", child) for line in run.lines() if line.did == "trace"]
    check.equal(len(set(said)), 2, "threads that were traced")
    told = [event("sessmon.tid") or child for event in run.events("ptrace", child)]
    check.equal(told, said, "threads that are told of")
    check.true("traced" in run.event("exit", child).flags, "traced to its end")


def test_tracer_dies():
    """When the tracer ends, the tracing has ended."""
    run = model("ptrace-tracer-dies")
    check.true("traced" not in run.event("exit", run.processes[1]).flags, "traced no more")


def test_rename():
    """A process that renames itself tells old and new name, whatever is in them."""
    check.equal(len(model("rename").events("rename")), 5, "rename events")
