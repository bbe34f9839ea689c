# SPDX-License-Identifier: GPL-2.0-only
"""Process model: two processors do two things to one process at once.

What happened in which order nobody can say beforehand; but whatever it was, the
stream must tell one story of each process, and the table must agree with the
kernel while those who stay are looked at.
"""

import os
import subprocess

from lab import check, cleanup, sessmon
from oracle.stream import Event

# Nothing depends on when the module was loaded.
WHEN = "early"

PROGRAM = "/run/lab/races/race"
CREATOR, GROUP = "sessmon.process.creator.pid", "sessmon.process.pgid"
ROUNDS = int(os.environ.get("RACE_ROUNDS", "20"))
# What others may still do to a process that has ended and was not reaped.
AFTERWARDS = {"setpgid", "ptrace"}
RACES = (
    "kill-setsid", "kill-exec", "setpgid-exit", "setpgid-setpgid", "setpgid-setsid",
    "setpgid-exec", "hangup-exec", "hangup-exit", "steal-exit", "trace-exit", "fork-setsid",
    "lastfork-setsid",
    "setsid-fork", "fork-exit", "fork-leader-ends", "exec-leader-ends", "exec-fork",
    "exec-setsid", "exec-exit", "exit-exit", "creds-exec", "creds-rename", "orphan-fork",
    "orphan-setsid", "orphan-exec", "orphan-exit",
)


def set_up():
    if not os.path.exists(PROGRAM):
        raise check.Skip("no program that drives races in the payload")
    sessmon.need()


def _family(events, first):
    """Keys of all that descend from the driver."""
    pids, keys = {first}, set()
    for event in events:
        if event.type == "fork" and (event.pid == first or event(CREATOR) in pids):
            pids.add(event.pid)
            keys.add(event.key)
    return keys


def _story(events):
    """What is wrong with the events of one process, in their order; None if nothing is."""
    types = [event.type for event in events]
    if types.count("fork") != 1 or types[0] != "fork":
        return "is not created once, at first"
    if types.count("exit") != 1 or set(types[types.index("exit") + 1:]) - AFTERWARDS:
        return "does not end once, at last"
    groups = [event for event in events if event.type in ("fork", "setpgid", "setsid")]
    for before, after in zip(groups, groups[1:]):
        if after.type == "setpgid" and after("sessmon.old.pgid") != before(GROUP):
            return "changes its group from another one than it was in"
    return None


def _session_story(events):
    types = [event.type for event in events]
    if types.count("session_start") != 1 or types[0] != "session_start":
        return "does not start once, at first"
    if types.count("session_end") != 1 or types[-1] != "session_end":
        return "does not end once, at last"
    held = False
    for event in events:
        if event.type == "session_tty":
            gained = event("sessmon.tty_action") == "gained"
            if gained == held:
                return "gains or loses its terminal twice"
            held = gained
    return "ends with a terminal" if held else None


def _by(events, key):
    found = {}
    for event in events:
        found.setdefault(key(event), []).append(event)
    return found


def _wrong(documents, first):
    """All that is wrong with what was told of the driver's family."""
    events = sorted(map(Event, documents), key=lambda event: event.seq or 0)
    mine = _family(events, first)
    told = _by((e for e in events if not e.of_session and e.key in mine), lambda e: e.key)
    pids = {pid for pid, _ in mine}
    sessions = _by((e for e in events if e.of_session and e.sid in pids), lambda e: e.sid)
    wrong = [f"{key} {problem}: {[e.type for e in events]}" for key, events in told.items()
             if (problem := _story(events))]
    wrong += [f"session {key} {problem}: {[e.type for e in events]}"
              for key, events in sessions.items() if (problem := _session_story(events))]
    return wrong, len(told), len(sessions)


def _drive(name, rounds):
    monitor = sessmon.Monitor("-N")
    check.eventually(lambda: subprocess.run(["/bin/true"], check=True) and monitor.events,
                     "the reader hears of something")
    race = subprocess.Popen([PROGRAM, name, str(rounds)], text=True,     # pylint: disable=R1732
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    cleanup.defer(race.kill)
    held = race.stdout.readline().split()
    check.equal(held[:1], ["held"], f"what {name} says")
    status, out, _ = sessmon.run("verify")
    check.equal(status, 0, f"{name}, {held[1]} processes held: {out}")
    mark = monitor.mark()
    race.stdin.close()
    check.equal(race.wait(60), 0, f"exit status of {name}")
    monitor.wait(60, mark, process__pid=race.pid, event__action="end")
    check.equal(sessmon.run("verify")[0], 0, f"verify after {name}")
    monitor.stop()
    lost = [doc for doc in monitor.events if sessmon.get(doc, "event.action") == "lost"]
    check.equal(lost, [], "what the reader says was lost")
    wrong, processes, sessions = _wrong(monitor.events, race.pid)
    print(f"# {name}: {rounds} rounds, {processes} processes, {sessions} sessions, "
          f"{held[1]} held", flush=True)
    check.true(processes > rounds, f"{processes} processes in {rounds} rounds")
    check.equal(wrong[:5], [], f"{len(wrong)} stories are wrong")


def _test(name):
    def test():
        _drive(name, ROUNDS)
    first, second = name.split("-", 1)
    test.__doc__ = f"Whichever of {first} and {second} is first, one story is told, and the table is right"
    test.__name__ = f"test_{name.replace('-', '_')}"
    test.limit = 180 + 2 * ROUNDS
    return test


for each in RACES:
    globals()[f"test_{each.replace('-', '_')}"] = _test(each)


def test_no_race_is_left_out():
    """All races of the program are driven."""
    out = subprocess.run([PROGRAM, "list"], text=True, capture_output=True, check=True).stdout
    check.equal(sorted(RACES), sorted(out.split()), "races")
