# SPDX-License-Identifier: GPL-2.0-only
"""What happens while nobody listens: kept within bounds, and replayed once."""

import datetime
import os
import subprocess
import time

from lab import check, cleanup, programs, sessmon, wire
from lab.stream import at_rest, one_of_each, reload_with

# The stream does not know how the module was loaded.
WHEN = "early"

EVENT = wire.C["SESSMON_A_EVENT"]
TYPE = wire.C["SESSMON_A_EVENT_TYPE"]
SEQ = wire.C["SESSMON_A_EVENT_SEQ"]
REPLAYED = wire.C["SESSMON_A_EVENT_REPLAYED"]
GROUP = wire.C["SESSMON_A_GROUP"]
SESSION = wire.C["SESSMON_A_EVENT_SESSION"]
KEY = wire.C["SESSMON_A_SESSION_KEY"]
ID = wire.C["SESSMON_A_KEY_ID"]

ABUSE = "/run/lab/abuse/abuse"


def unheard(sock):
    return {name: each["unheard"] for name, each in wire.stats(sock)["counters"].items()}


def session_of(one):
    return wire.number(one[SESSION][KEY][ID]) if SESSION in one else None


def events(sock, seconds=1.5):
    """What a socket is sent: (group, type, number, replayed, session) of each."""
    got = []
    sock.sock.settimeout(seconds)
    while True:
        try:
            messages = list(sock.messages())
        except TimeoutError:
            return got
        for _, _, command, data in messages:
            if command != wire.C["SESSMON_CMD_EVENTS"]:
                continue
            group = wire.GROUPS[wire.number(dict(wire.attributes(data))[GROUP]).bit_length() - 1]
            for payload in wire.all_of(data, EVENT):
                one = wire.tree(payload)
                got.append((group, wire.EVENT_NAMES[wire.number(one[TYPE])],
                            wire.number(one[SEQ]), REPLAYED in one, session_of(one)))


def reader():
    sock = wire.Socket(rcvbuf=8 << 20)
    cleanup.defer(sock.close)
    return sock


def replayed(got):
    return [each[:2] for each in got if each[3]]


def test_replay():
    """The next reader is sent the sessions and the changes of users that nobody heard."""
    reload_with()
    asker = reader()
    at_rest(asker)
    before = unheard(asker)
    one_of_each()
    waiting = at_rest(asker)["table"]["backlog"]
    check.true(waiting >= 3, f"events that wait: {waiting}")
    after = unheard(asker)
    check.true(after["fork"] > before["fork"], "forks are heard by nobody, and not kept")
    check.equal(after["session_start"], before["session_start"],
                "starts of sessions heard by nobody")

    first = reader()
    first.join("session", "security")
    asker.do("INFO_GET")        # As a reader does: join first, ask second.
    got = events(first)
    kept = replayed(got)
    check.equal(len(kept), waiting, f"events replayed: {got}")
    for each in (("session", "attached"), ("session", "session_start"),
                 ("session", "session_end"), ("security", "creds")):
        check.true(each in kept, f"{each} is among {kept}")
    check.equal([each for each in kept if each[0] == "lifecycle"], [], "of lifecycle")
    for group in ("session", "security"):
        numbers = [each[2] for each in got if each[0] == group]
        check.equal(numbers, sorted(numbers), f"{group}: the order of the sequence")
    check.equal(wire.stats(asker)["table"]["backlog"], 0, "events that wait afterwards")

    second = reader()
    second.join()
    asker.do("INFO_GET")
    one_of_each()
    got = events(second)
    check.equal(replayed(got), [], "replayed to the second reader")
    check.true(("session", "session_start") in [each[:2] for each in got],
               f"what happens now, not marked: {got}")


def test_noticed_by_the_next_event():
    """A reader that joins and asks nothing is sent what waits before the next event."""
    reload_with()
    one_of_each()
    time.sleep(0.5)
    silent = reader()
    silent.join("session")
    one_of_each()
    got = events(silent)
    marks = [each[3] for each in got]
    check.true(True in marks and False in marks, f"old and new: {got}")
    check.equal(marks, sorted(marks, reverse=True), "the old ones come first")


def test_replay_to_a_reliable_reader():
    """A reader that registers is sent what waits as well."""
    reload_with()
    one_of_each()
    time.sleep(0.5)
    sock = reader()
    sock.register()
    kept = replayed(events(sock))
    check.true(("session", "session_start") in kept and ("security", "creds") in kept,
               f"{kept} has a session and a change of user")


def test_since():
    """A follower who asks for what is to come is shown nothing of what waited."""
    reload_with()
    one_of_each()
    time.sleep(1.1)             # the times that he may ask for are whole seconds
    asked = int(time.time())
    follower = sessmon.Monitor("--group", "session", "--since", f"@{asked}")

    def hears():
        one_of_each()
        return sessmon.find_all(follower.events, event__action="session_start")
    check.eventually(hears, "what happens now")
    stamps = [datetime.datetime.fromisoformat(each["@timestamp"]) for each in follower.events]
    check.equal([str(each) for each in stamps if each.timestamp() < asked], [], "what waited")


def test_bound():
    """Of each group the newest are kept, as many as the parameter says, and the rest is told."""
    reload_with("backlog=3")
    asker = reader()
    before = unheard(asker)
    for _ in range(6):
        one_of_each()
    check.equal(at_rest(asker)["table"]["backlog"], 6, "kept: three of each group")
    check.true(unheard(asker)["session_start"] > before["session_start"],
               "older ones are counted as heard by nobody")
    first = reader()
    first.join("session", "security")
    asker.do("INFO_GET")
    told = replayed(events(first))
    kept = [each for each in told if each[1] != "lost"]
    check.equal(sorted(group for group, _ in kept), ["security"] * 3 + ["session"] * 3, "replayed")
    check.equal([each for each in kept if each[0] == "session"][-1],
                ("session", "session_end"), "the newest of the sessions")
    for group in ("session", "security"):
        check.equal([each for each in told if each[0] == group][0], (group, "lost"),
                    f"what is told first of {group}")
    check.equal(len(told) - len(kept), 2, "losses that are told: once in each group")


def test_logins_stay():
    """A thousand sessions that a user makes push nobody's login out of what waits."""
    reload_with("backlog=64")
    login = programs.ssh_pty("bob")
    sid = login.process.sid
    login.leave()
    asker = reader()
    at_rest(asker)
    subprocess.run(["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", ABUSE,
                    "sessions", "1000"], check=True, stdout=subprocess.DEVNULL, timeout=120)
    check.equal(at_rest(asker)["groups"].get("session", 0), 0, "told before anybody listens")
    listener = reader()
    listener.join("session")
    asker.do("INFO_GET")
    got = [each for each in events(listener) if each[3]]
    of_login = [each[1] for each in got if each[4] == sid]
    check.true("session_start" in of_login and "session_end" in of_login,
               f"what is replayed of the login: {of_login}")
    check.equal(got[0][1], "lost", "what is told first")


def test_none():
    """With backlog=0 nothing is kept, and nothing encoded."""
    reload_with("backlog=0")
    asker = reader()
    before = at_rest(asker)
    one_of_each()
    after = at_rest(asker)
    check.equal(after["table"]["backlog"], 0, "kept")
    check.equal(after["table"]["messages"], before["table"]["messages"], "messages made")
    check.true(after["counters"]["session_start"]["unheard"]
               > before["counters"]["session_start"]["unheard"], "heard by nobody")


def test_unload_with_a_backlog():
    """The module goes with what it kept, and with its readers registered."""
    reload_with()
    for _ in range(3):
        one_of_each()
    sock = reader()
    sock.register()
    one_of_each()
    sessmon.unload()
    got = [each[1] for each in events(sock)]
    check.equal(got[-1], "detaching", "the last event of a registered reader")
    sessmon.load()


def test_monitor():
    """sessmon monitor says what is replayed, in text and in its documents."""
    reload_with()
    subprocess.run(["setsid", "--wait", "sleep", "0.1"], check=True)
    monitor = sessmon.Monitor()
    monitor.wait(**{"event.action": "session_end", "sessmon.replayed": True,
                    "process.name": "sleep"})
    monitor.stop()
    subprocess.run(["setsid", "--wait", "sleep", "0.1"], check=True)
    # pylint: disable-next=consider-using-with
    text = subprocess.Popen([sessmon.READER, "monitor"], stdout=subprocess.PIPE, text=True,
                            env={**os.environ, "COLUMNS": "200"})
    cleanup.defer(text.kill)
    time.sleep(2)
    text.terminate()
    said = text.communicate()[0]
    lines = said.splitlines()
    begin = lines.index("-- replayed, from before anybody listened:")
    end = lines.index("-- from now on:") if "-- from now on:" in lines else len(lines)
    check.true(any(" end " in line and line.endswith(": sleep 0.1")
                   for line in lines[begin:end]), f"what is replayed says so: {said!r}")
