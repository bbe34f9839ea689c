# SPDX-License-Identifier: GPL-2.0-only
"""One to one: each expected event is seen once, and nothing else is seen."""

import os

from lab import check
from oracle import stream
from oracle.facts import TICK

KEPT = 4096                 # bytes of arguments that sessmon keeps
CLONE_BITS = {"vm": 0x100, "fs": 0x200, "files": 0x400, "sighand": 0x800, "pidfd": 0x1000,
              "ptrace": 0x2000, "vfork": 0x4000, "parent": 0x8000, "newns": 0x20000,
              "newcgroup": 0x2000000, "newuts": 0x4000000, "newipc": 0x8000000,
              "newuser": 0x10000000, "newpid": 0x20000000, "newnet": 0x40000000,
              "into_cgroup": 0x200000000}


def _clone_flags(event):
    found = 0
    for name in event("sessmon.clone_flags") or ():
        found |= CLONE_BITS.get(name.lower().removeprefix("clone_"), 0)
    return found


def _pair(event, path):
    return event(f"{path}.major") or 0, event(f"{path}.minor") or 0


def _int(value):
    return None if value is None else int(value)


# How an event says what expect.Expected has under the same name.
GETTERS = {
    "parent": lambda event: event.parent,
    "creator": lambda event: event("sessmon.process.creator.pid"),
    "sid": lambda event: event.sid,
    "pgid": lambda event: event("sessmon.process.pgid"),
    "vpid": lambda event: event("process.vpid") or event.pid,
    "comm": lambda event: event("sessmon.process.comm"),
    "uid": lambda event: _int(event("process.real_user.id")),
    "euid": lambda event: _int(event("process.user.id")),
    "clone_flags": _clone_flags,
    "exe": lambda event: event("process.executable"),
    "cwd": lambda event: event("process.working_directory"),
    "args": lambda event: event("process.args") or [],
    "argc": lambda event: event("process.args_count") or 0,
    "args_len": lambda event: event("sessmon.process.exe.args_length") or 0,
    "device": lambda event: _pair(event, "sessmon.process.exe.device"),
    "inode": lambda event: _int(event("sessmon.process.exe.inode")),
    "mode": lambda event: int(event("sessmon.process.exe.mode"), 8),
    "owner": lambda event: _int(event("sessmon.process.exe.owner.id")),
    "group": lambda event: _int(event("sessmon.process.exe.group.id")),
    "links": lambda event: event("sessmon.process.exe.links"),
    "secure": lambda event: "secureexec" in event.exe_flags,
    "exec_count": lambda event: event("sessmon.process.exec_count"),
    "tid": lambda event: event("sessmon.tid"),
    "code": lambda event: event("process.exit_code"),
    "signal": lambda event: event("sessmon.exit_signal.number"),
    "core": lambda event: bool(event("sessmon.core_dumped")),
    "old_sid": lambda event: event("sessmon.old.session.pid"),
    "old_pgid": lambda event: event("sessmon.old.pgid"),
    "old_parent": lambda event: event("sessmon.old.parent.pid"),
    "old_comm": lambda event: event("sessmon.old.comm"),
    "creds": lambda event: stream.creds(event("sessmon.process.creds"), event("process")),
    "old_creds": lambda event: stream.creds(event("sessmon.old.creds")),
    "groups_changed": lambda event: bool(event("sessmon.process.creds.groups_changed")),
    "by_exec": lambda event: bool(event("sessmon.by_exec")),
    "namespaces": lambda event: event("sessmon.process.ns"),
    "old_namespaces": lambda event: event("sessmon.old.ns"),
}


def _args(raw, total):
    """What is kept of them; the last string may be cut."""
    kept = raw[:KEPT]
    if total <= KEPT or kept.endswith(b"\0"):
        kept = kept.removesuffix(b"\0")
    return [stream.text(each) for each in kept.split(b"\0")]


def _want(name, values):
    """The value to be seen for a fact."""
    value = values[name]
    if name == "args":
        return _args(value, values["args_len"])
    return stream.text(value) if isinstance(value, bytes) else value


def _same(got, want):
    """Equal, where the witness knows."""
    if isinstance(want, dict):
        return all(value is None or got.get(name) == value for name, value in want.items())
    return got == want


def _values(event, expected):
    for name in expected.values:
        got, want = GETTERS[name](event), _want(name, expected.values)
        if name == "clone_flags":
            want &= sum(CLONE_BITS.values())
        if not _same(got, want):
            raise check.Failure(f"{event}: {name} is {str(got)[:300]}, the program says "
                                f"{str(want)[:300]} (after {expected.line.did!r})")


def _flagged_args(event):
    """The flag must be there if and only if something was left out."""
    total = event("sessmon.process.exe.args_length") or 0
    check.equal("args_truncated" in event.exe_flags, total > KEPT,
                f"{event} with {total} bytes of arguments is flagged as truncated")


def _step(life, expected, events):
    """Take the events of one step off the list."""
    open_ = list(expected)
    while open_:
        if not events:
            raise check.Failure(f"process {life.pid}: missing: {open_}")
        event = events.pop(0)
        fits = [each for each in open_ if each.type == event.type]
        if not fits:
            raise check.Failure(f"process {life.pid}: {event} came instead of {open_}")
        _values(event, fits[0])
        if event.type == "exec":
            _flagged_args(event)
        open_.remove(fits[0])


def _traces(life, events):
    got = [(event("sessmon.ptrace_action"), event("sessmon.actor.pid")) for event in events]
    check.equal(got, life.traces, f"tracing of process {life.pid}, and by whom")


def process(life, events):
    """All that was seen of a process against all that had to be."""
    for event in events:
        if life.start:
            check.equal(event.start // TICK * TICK, life.start, f"{event}: start in its key")
        check.equal(event.key, events[0].key, f"{event}: key")
    _traces(life, [event for event in events if event.type == "ptrace"])
    rest = [event for event in events if event.type != "ptrace"]
    for expected in life.steps:
        _step(life, expected, rest)
    check.equal(rest, [], f"process {life.pid}: more than there is a reason for")


def _device(number):
    return os.major(number), os.minor(number)


def _terminals(story, sid):
    """(gained or not, device, before the leader's end or not), as the leader saw them."""
    last, found = 0, []
    for line in story.lines:
        if line.pid != sid or line.sid != sid:
            continue
        if line.tty != last and last:
            found.append((False, _device(last), True))
        if line.tty != last and line.tty:
            found.append((True, _device(line.tty), True))
        last = line.tty
    return found + ([(False, _device(last), False)] if last else [])


def _total(story, sid):
    """Its leader, and everybody who was born into it."""
    forks = [step[0] for life in story.lives.values() for step in life.steps
             if step and step[0].type == "fork"]
    return 1 + sum(each.values.get("sid") == sid for each in forks)


def session(story, sid, events, end):
    """Start, terminals and end of a session whose leader's own end has a number."""
    rest = [event for event in events if event.type != "session_class"]
    check.equal([event.type for event in (rest[:1] + rest[-1:])],
                ["session_start", "session_end"], f"first and last event of session {sid}")
    terminals = rest[1:-1]
    check.true(all(event.type == "session_tty" for event in terminals),
               f"session {sid} has only events of terminals in between: {terminals}")
    got = [(event("sessmon.tty_action") == "gained", _pair(event, "sessmon.tty"),
            event.seq < end) for event in terminals]
    check.equal(got, _terminals(story, sid), f"terminals of session {sid}")
    check.equal(rest[-1]("sessmon.session.total"), _total(story, sid),
                f"processes that were ever in session {sid}")


def second_witness(lives, trace, events):
    """The kernel's tracepoints and sessmon name the same processes, equally often."""
    check.equal(set(lives), trace.pids, "processes, as the programs and the kernel have it")
    for kind, counted in (("exec", trace.execs), ("exit", trace.exits)):
        got = {pid: sum(event.type == kind for event in events if event.pid == pid)
               for pid in trace.pids}
        want = {pid: counted[pid] for pid in trace.pids}
        check.equal(got, want, f"number of {kind} events of each process")
    for event in events:
        if event.type == "fork":
            maker = trace.forks[event.pid]
            check.equal(event("sessmon.process.creator.pid"),
                        trace.threads.get(maker) and _owner(trace, maker) or maker,
                        f"{event}: creator, as the kernel has it")


def _owner(trace, tid):
    """The process of a thread: up through the threads that made it."""
    while tid in trace.threads:
        tid = trace.threads[tid]
    return tid


def everything(story, trace, events):
    """All of it.  `events` are those of the tested processes and of their sessions."""
    of = [event for event in events if not event.of_session]
    for earlier, later in zip(events, events[1:]):
        check.true(earlier.boot <= later.boot or later.seq > earlier.seq, "order of time")
    second_witness(story.lives, trace, of)
    for pid, life in story.lives.items():
        process(life, [event for event in of if event.pid == pid])
    sessions = {line.sid for line in story.lines} & set(story.lives)
    for sid in sorted(sessions | {event.sid for event in events if event.of_session}):
        ends = [event.seq for event in of if event.type == "exit" and event.pid == sid]
        session(story, sid, [event for event in events
                             if event.of_session and event.sid == sid], *ends)
