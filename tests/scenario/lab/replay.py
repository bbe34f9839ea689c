# SPDX-License-Identifier: GPL-2.0-only
"""A reader's own table: joined, dumped, and kept by the events that are newer."""

import errno

from lab import wire

C = wire.C
KEY_ID, KEY_START = C["SESSMON_A_KEY_ID"], C["SESSMON_A_KEY_START"]
PROCESS_FACTS = ("PARENT", "SESSION", "PGID", "COMM", "EXEC_COUNT", "TTY")
SESSION_FACTS = ("CLASS", "TTY", "CREATED_FROM", "ENTRY", "ORIGIN")


def key_of(nest):
    return wire.number(nest[KEY_ID]), wire.number(nest[KEY_START])


class Object:
    """What is compared of one process or session, and the number of its last change."""

    def __init__(self, facts, seq):
        self.facts = facts
        self.seq = seq


def facts_of(nest, prefix, names):
    return {name: nest.get(C[f"SESSMON_A_{prefix}_{name}"]) for name in names}


def process_facts(nest):
    facts = facts_of(nest, "PROCESS", PROCESS_FACTS)
    creds = nest.get(C["SESSMON_A_PROCESS_CREDS"], {})
    facts["ids"] = [creds.get(C["SESSMON_A_CREDS_UID"]), creds.get(C["SESSMON_A_CREDS_EUID"])]
    exe = nest.get(C["SESSMON_A_PROCESS_EXE"])
    facts["exe"] = exe.get(C["SESSMON_A_EXE_PATH"]) if exe else None
    # Zero on the wire of a dump is absence in an event.
    if facts["EXEC_COUNT"] and not wire.number(facts["EXEC_COUNT"]):
        facts["EXEC_COUNT"] = None
    return facts


def dumped(sock):
    """Processes and sessions by key, and whether a dump was interrupted."""
    tables, interrupted = [], False
    for kind, names in (("PROCESS", None), ("SESSION", SESSION_FACTS)):
        objects, its = sock.dump(f"{kind}_GET")
        interrupted |= its
        table = {}
        for data in objects:
            nest = wire.tree(data)[C[f"SESSMON_A_{kind}"]]
            facts = facts_of(nest, kind, names) if names else process_facts(nest)
            table[key_of(nest[C[f"SESSMON_A_{kind}_KEY"]])] = Object(
                facts, wire.number(nest[C[f"SESSMON_A_{kind}_LAST_SEQ"]]))
        tables.append(table)
    return (*tables, interrupted)


class Replay:
    """Keeps the tables; a gap makes it fetch them anew."""

    def __init__(self, rcvbuf, reliable):
        self.asker = wire.Socket()
        self.sock = wire.Socket(rcvbuf=rcvbuf)
        self.next = {}
        self.gaps = 0
        self.events = 0
        self.stale = False
        if reliable:
            self.sock.register()
        else:
            self.sock.join()
        self.sock.sock.settimeout(2)
        self.fetch()

    def close(self):
        self.asker.close()
        self.sock.close()

    def fetch(self):
        # Of what is not dumped then, what happened before is past: nobody may have listened
        # to its end yet, or it may be lost.
        self.as_of = wire.stats(self.asker)["last_seq"]
        self.stale = False
        self.processes, self.sessions, _ = dumped(self.asker)

    def follow(self):
        """All that comes, until nothing comes any more."""
        while self._datagram():
            if self.stale:
                self._empty()
                self.fetch()

    def _empty(self):
        """Read what is left: until then a socket that has run over drops in silence."""
        self.sock.sock.settimeout(0)
        while self._datagram():
            pass
        self.sock.sock.settimeout(2)

    def _datagram(self):
        try:
            messages = list(self.sock.messages())
        except (TimeoutError, BlockingIOError):
            return False
        except OSError as error:
            if error.errno != errno.ENOBUFS:
                raise
            self.stale = True
            return True
        for _, _, command, data in messages:
            if command == C["SESSMON_CMD_EVENTS"]:
                self._message(data)
            elif command == C["SESSMON_CMD_READER_DEMOTED"]:
                # The answer comes with the events and is passed over.
                self.sock.send(self.sock.family, C["SESSMON_CMD_READER_SET"],
                               wire.u32(C["SESSMON_A_GROUPS"], 7))
                self.stale = True
        return True

    def _message(self, data):
        head = dict(wire.attributes(data))
        group = wire.number(head[C["SESSMON_A_GROUP"]])
        first = wire.number(head[C["SESSMON_A_GROUP_FIRST"]])
        if first != self.next.get(group, first):
            self.gaps += 1
            self.stale = True
        events = wire.all_of(data, C["SESSMON_A_EVENT"])
        self.next[group] = first + len(events)
        for payload in events:
            self._event(wire.tree(payload))

    def _event(self, event):
        kind = wire.EVENT_NAMES[wire.number(event[C["SESSMON_A_EVENT_TYPE"]])]
        seq = wire.number(event[C["SESSMON_A_EVENT_SEQ"]])
        self.events += 1
        if kind == "lost":
            self.stale = True
        if C["SESSMON_A_EVENT_REPLAYED"] in event:
            return
        process = event.get(C["SESSMON_A_EVENT_PROCESS"])
        session = event.get(C["SESSMON_A_EVENT_SESSION"])
        if process:
            self._process(kind, seq, process)
        if session:
            key = key_of(session[C["SESSMON_A_SESSION_KEY"]])
            self._put(self.sessions, key, facts_of(session, "SESSION", SESSION_FACTS), seq,
                      kind == "session_end")

    def _process(self, kind, seq, nest):
        key = key_of(nest[C["SESSMON_A_PROCESS_KEY"]])
        facts = process_facts(nest)
        known = self.processes.get(key)
        if kind == "fork":
            creator = self.processes.get(key_of(nest[C["SESSMON_A_PROCESS_CREATOR"]]))
            facts["exe"] = creator.facts["exe"] if creator else None
        elif kind != "exec" and known:
            facts["exe"] = known.facts["exe"]
        self._put(self.processes, key, facts, seq, kind == "exit")

    def _put(self, table, key, facts, seq, ended):
        known = table.get(key)
        if seq <= (known.seq if known else self.as_of):
            return
        if ended:
            table.pop(key, None)
        else:
            table[key] = Object(facts, seq)

    def compare(self):
        """What differs from the module's table: a line each."""
        lines = []
        processes, sessions, _ = dumped(self.asker)
        for name, mine, true in (("process", self.processes, processes),
                                 ("session", self.sessions, sessions)):
            for key in sorted(mine.keys() | true.keys()):
                if key not in mine or key not in true:
                    lines.append(f"{name} {key}: only in the {'dump' if key in true else 'replay'}")
                elif mine[key].facts != true[key].facts:
                    differing = {fact: (mine[key].facts[fact], true[key].facts[fact])
                                 for fact in true[key].facts
                                 if mine[key].facts[fact] != true[key].facts[fact]}
                    lines.append(f"{name} {key}: replayed and dumped: {differing}")
        return lines
