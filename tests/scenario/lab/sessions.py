# SPDX-License-Identifier: GPL-2.0-only
"""What sessmon says of sessions, held against what a scenario expects of them.

A Row is an expectation about the session that a process is in: class, entry type,
user, terminal, peer, origin and flags are always compared, so that what a scenario
does not mention must not be there.
"""

import subprocess

from lab import check, proc, sessmon


def of(process):
    """sessmon's document of the session that a process is in according to /proc."""
    return sessmon.find(sessmon.ls(), process__session_leader__pid=process.sid)


def fact(entry, name, default=None):
    return sessmon.get(entry, "sessmon.session." + name, default)


def flags(entry):
    return set(fact(entry, "flags", []))


def peer_of(shell):
    """Address and port of who sits at a login, as sshd told its shell."""
    words = shell.run("echo $SSH_CONNECTION").split()
    return words[0], int(words[1])


def _number(text):
    return None if text is None else int(text)


def _peer(entry):
    cid, ip = fact(entry, "peer.remote.cid"), fact(entry, "peer.remote.ip")
    where = ip if cid is None else f"vsock:{cid}"
    return where and (where, fact(entry, "peer.remote.port"))


def _text(value):
    if isinstance(value, set):
        return ",".join(sorted(value)) or "-"
    if isinstance(value, tuple):
        return ":".join(str(each) for each in value)
    return "-" if value is None else str(value)


def _cell(early, late):
    return _text(early) if early == late else f"{_text(early)} => {_text(late)}"


class Row:
    """An expectation; `late` are the values of a module that was loaded afterwards."""

    # pylint: disable-next=too-many-arguments
    def __init__(self, what, process, cls, entry, *, reason, user, login=None, tty=None,
                 peer=None, origin=None, flags=(), late=None):
        self.what = what
        self.process = process
        self.want = {"class": cls, "entry type": entry, "reason": reason, "user": user,
                     "login user": login, "terminal": tty, "peer": peer, "origin": origin,
                     "flags": set(flags)}
        self.late = late or {}
        self.said = None            # by a module that saw it all

    def _said(self, entry):
        return {"class": fact(entry, "class"), "entry type": fact(entry, "entry.type"),
                "reason": fact(entry, "reason"),
                "user": _number(sessmon.get(entry, "process.session_leader.user.id")),
                "login user": _number(fact(entry, "login_user.id")),
                "terminal": fact(entry, "tty.name"), "peer": _peer(entry),
                "origin": fact(entry, "origin.pid"), "flags": flags(entry) - {"inferred"}}

    def differences(self, entry, late=False):
        """What sessmon says otherwise, as text."""
        said, want = self._said(entry), dict(self.want, **self.late if late else {})
        if isinstance(want["terminal"], str) and said["terminal"]:
            said["terminal"] = said["terminal"][:len(want["terminal"])]
        return [f"{self.what}: {name}: got {said[name]!r}, want {want[name]!r}"
                for name in want if said[name] != want[name]]

    def _compare(self, entry, late):
        """Show what a module says that came late beside what one said that saw it all."""
        said = self._said(entry)
        if not late:
            self.said = said
        elif self.said:
            print("# row: " + " | ".join(
                [self.what] + [_cell(self.said[name], said[name]) for name in said]), flush=True)

    def check(self, late=False):
        """Fail unless sessmon says what is expected, and what /proc says."""
        entry = of(self.process)
        self._compare(entry, late)
        wrong = self.differences(entry, late)
        if late and "inferred" not in flags(entry):
            wrong.append(f"{self.what}: not marked as inferred")
        leader = proc.read(self.process.sid)
        if leader and fact(entry, "tty.name", "").split("@")[0] != (leader.tty or ""):
            wrong.append(f"{self.what}: /proc has terminal {leader.tty}")
        if leader and sessmon.get(entry, "process.session_leader.user.id") != str(leader.euid):
            wrong.append(f"{self.what}: /proc has user {leader.euid}")
        check.equal(wrong, [], self.what)
        return entry


def check_all(rows, late=False):
    """Check each; tell of all that are wrong at once."""
    wrong = []
    for row in rows:
        try:
            row.check(late)
        except check.Failure as failure:
            wrong.append(str(failure))
    check.equal(wrong, [], f"{len(rows)} sessions")


def check_anew(rows):
    """Check each, and again with a module that comes when they are here already."""
    check_all(rows)
    sessmon.unload()
    sessmon.load()
    check_all(rows, late=True)


class Stream(sessmon.Monitor):
    """`sessmon monitor --group session`, from a moment when it certainly listens."""

    def __init__(self):
        super().__init__("--group", "session")

        def hears():
            subprocess.run(["setsid", "-w", "true"], check=True)
            return self.events
        check.eventually(hears, "sessmon monitor hears of sessions")

    def _of(self, sid):
        # What waited for a reader happened before the moment that counts.
        return sessmon.find_all(self.events, process__session_leader__pid=sid,
                                sessmon__replayed=lambda replayed: not replayed)

    def history(self, sid, last=None):
        """What happened to a session, a line each; waits for one that begins with `last`.

        Not what its leader ran: that is as much the program's way as the session's.
        """
        if last:
            check.eventually(lambda: [line for line in self.history(sid) if
                                      line.startswith(last)], f"{last} of session {sid}")
        return [_line(event) for event in self._of(sid)
                if sessmon.get(event, "event.action") != "session_leader"]


def _line(event):
    """An event without what is different each time."""
    def get(name):
        return sessmon.get(event, "sessmon." + name)
    action = sessmon.get(event, "event.action")[len("session_"):]
    cls, reason = get("session.class"), get("session.reason")
    if action == "tty":
        return f"tty {get('tty_action')}"
    if action == "class":
        return f"class {get('old.class')} -> {cls} ({reason})"
    if action == "flags":
        new = set(get("session.flags")) - set(get("old.flags") or [])
        return f"flags {','.join(sorted(new))}"
    return f"{action} {cls} ({reason})"
