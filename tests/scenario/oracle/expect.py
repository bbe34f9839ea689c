# SPDX-License-Identifier: GPL-2.0-only
"""From what the programs said to the events that must be seen.

Every fact that differs between two lines of a process has to be accounted for by
one event, and no event may be without such a difference.  What lies between two
lines is one step: within it, events may come in any order, because somebody else
may have caused some of them.
"""

from dataclasses import dataclass, field

from oracle import facts

CLONE_PARENT = 0x8000


@dataclass
class Expected:
    """One event; `values` are compared with what stream.Event has under that name."""
    type: str
    line: facts.Line
    values: dict

    def __repr__(self):
        return f"{self.type} {self.values} after {self.line.did!r}"


@dataclass
class Life:
    """What must be seen of one process."""
    pid: int
    start: int = 0                      # whole ticks; 0 if it never said a thing
    steps: list = field(default_factory=list)
    traces: list = field(default_factory=list)
    execs: int = 0


@dataclass
class State:
    """What a process was like when it was last heard of."""
    line: facts.Line
    threads: dict = field(default_factory=dict)     # tid -> its last line

    def thread(self, tid):
        return self.threads.get(tid, self.line)


def _known(old, new):
    """Values of which both are known, and differ."""
    return {name: (old.get(name), value) for name, value in new.items()
            if value is not None and old.get(name) is not None and old[name] != value}


def _told(values, *names):
    """Those of these values that the witness knows."""
    return {name: values[name] for name in names if values[name] is not None}


def _creds(before, now, by_exec):
    groups = before.groups != now.groups
    if not groups and not _known(before.creds, now.creds):
        return
    yield Expected("creds", now, {
        "old_creds": before.creds, "creds": now.creds, "groups_changed": groups,
        "by_exec": by_exec, "tid": now.tid if now.tid != now.pid else None})


def _namespaces(before, now):
    changed = _known(before.namespaces, now.namespaces)
    # The pid namespace for children has no number before the first of them.
    entered = before.namespaces["pid"] is not None and now.namespaces["pid"] is None
    if changed or entered:
        yield Expected("namespaces", now, {
            "old_namespaces": before.namespaces, "namespaces": now.namespaces,
            "tid": now.tid if now.tid != now.pid else None})


def _family(before, now):
    """What the process is, as opposed to its threads."""
    if before.sid != now.sid:
        yield Expected("setsid", now, {"old_sid": before.sid, "sid": now.pid,
                                       "pgid": now.pid})
    elif before.pgid != now.pgid:
        yield Expected("setpgid", now, {"old_pgid": before.pgid, "pgid": now.pgid})
    if before.ppid != now.ppid:
        yield Expected("reparent", now, {"old_parent": before.ppid, "parent": now.ppid})


def differences(state, now, executed=False):
    """The events that lead from the state to this line."""
    before = state.thread(now.own.get("old_tid", now.tid))
    yield from _family(state.line, now)
    yield from _creds(before, now, executed)
    yield from _namespaces(before, now)
    if not executed and now.tid == now.pid and state.thread(now.pid).comm != now.comm:
        yield Expected("rename", now, {"old_comm": state.thread(now.pid).comm,
                                       "comm": now.comm})


def _exec(life, state, now):
    life.execs += 1
    raw = now.own
    last = max(state.threads.values(), key=lambda line: line.boot) if state else now
    raw["old_tid"] = last.tid
    if state:
        yield from differences(state, now, executed=True)
    yield Expected("exec", now, {
        "exe": bytes.fromhex(raw["exe"]), "cwd": bytes.fromhex(raw["cwd"]),
        "args": bytes.fromhex(raw["args"]), "argc": raw["argc"], "args_len": raw["args_len"],
        "device": (raw["dev_major"], raw["dev_minor"]), "inode": raw["inode"],
        "mode": raw["mode"], "links": raw["links"], "secure": bool(raw["secure"]), "exec_count": life.execs,
        "sid": now.sid, "pgid": now.pgid, "vpid": now.vpid, "comm": now.comm,
        "tid": last.tid if last.tid != now.pid else None} | _told(raw, "owner", "group"))


class Story:
    """The lines of a run, told again as what must have happened."""

    def __init__(self, lines):
        self.lines = lines
        self.lives = {}
        self.states = {}
        self.status = {}                # pid -> wait status that a parent got
        self.said = {}                  # pid -> code that it said it would exit with
        self.seen = {}                  # pid -> its first line
        for each in lines:
            self.seen.setdefault(each.pid, each)
        self.inherit = {}               # pid -> the line its creator said it with
        for each in lines:
            self._parents(each)
        for each in lines:
            self._line(each)
        for life in self.lives.values():
            self._end(life)

    def life(self, pid):
        return self.lives.setdefault(pid, Life(pid))

    def _child(self, said):
        return facts.number_of(said, said.own["child"], self.lines)

    def _parents(self, said):
        """What a parent knows of a child, wherever in the file the child's lines are."""
        if said.did == "fork":
            child = self._child(said)
            self.inherit[child] = said
            self.life(child)
        elif said.did == "reaped":
            self.status[self._child(said)] = said.own["status"]
        elif said.did == "exiting":
            self.said[said.pid] = said.own["code"]

    def _line(self, now):
        life = self.life(now.pid)
        if not life.start:
            life.start = now.start
            self._begin(life, now)
        state = self.states.get(now.pid)
        if now.did == "exec":
            life.steps.append(list(_exec(life, state, now)))
            state = None
        elif state:
            life.steps.append(list(differences(state, now)))
        state = state or State(now)
        state.line = now
        state.threads[now.tid] = now
        self.states[now.pid] = state
        if now.did == "trace":
            self._trace(now.own["how"], self._child(now), now.pid)
        elif now.did == "traceme":
            self._trace("traceme", now.pid, now.ppid)

    def _trace(self, how, pid, actor):
        self.life(pid).traces.append((how, actor))

    def _begin(self, life, now):
        """The fork itself, and what the child starts with: its creator's facts."""
        said = self.inherit.get(now.pid)
        if not said:
            # The first of all: only it can say what it was created with.
            life.steps.append([Expected("fork", now, {"parent": now.ppid, "pgid": now.pgid,
                                                      "sid": now.sid, "vpid": now.vpid})])
            return
        flags = said.own["flags"]
        born = facts.Line(**vars(now))
        born.own, born.pgid, born.sid = {}, said.pgid, said.sid
        born.ppid = said.ppid if flags & CLONE_PARENT else said.pid
        born.comm = said.comm
        born.groups = said.groups
        # Namespaces of its own are told of as if it had moved there.
        born.creds, born.namespaces = said.creds, said.namespaces
        life.steps.append([Expected("fork", now, {
            "parent": born.ppid, "creator": said.pid, "pgid": born.pgid, "sid": born.sid,
            "vpid": now.vpid, "comm": born.comm, "clone_flags": flags} | _told(
                born.creds, "uid", "euid"))])
        self.states[now.pid] = State(born, {now.pid: born})

    def _end(self, life):
        said = self.inherit.get(life.pid)
        if not life.start:
            life.steps.append([Expected("fork", said, {"creator": said.pid,
                                                       "clone_flags": said.own["flags"]})])
        state = self.states.get(life.pid)
        line = state.line if state else said
        values = {}
        if state:
            values |= {"sid": line.sid, "pgid": line.pgid}
        if life.pid in self.status:
            status = self.status[life.pid]
            values |= {"signal": status & 0x7f or None, "core": bool(status & 0x80),
                       "code": None if status & 0x7f else status >> 8}
        elif life.pid in self.said:
            values |= {"signal": None, "core": False, "code": self.said[life.pid]}
        life.steps.append([Expected("exit", line, values)])
