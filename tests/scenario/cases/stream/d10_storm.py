# SPDX-License-Identifier: GPL-2.0-only
"""The stream in a storm: every event is delivered or counted, for every reader."""

import os
import signal
import subprocess
import time

from lab import check, cleanup, sessmon, wire
from lab.stream import PROGRAM, Reader, Storm, at_rest, marked, one_of_each, reload_with, say

# The stream does not know how the module was loaded.
WHEN = "early"

TYPE_GROUP = {"session_start": "session", "session_end": "session", "session_tty": "session",
              "session_flags": "session", "session_leader": "session",
              "session_class": "session", "creds": "security", "namespaces": "security",
              "ptrace": "security", "fork": "lifecycle", "exec": "lifecycle",
              "exit": "lifecycle", "setsid": "lifecycle", "setpgid": "lifecycle",
              "reparent": "lifecycle", "rename": "lifecycle"}


PARTS = ("sent", "lost", "filtered", "withheld", "unheard")


def difference(after, before):
    """Counters of a storm, by type."""
    return {name: {what: count - before["counters"][name][what] for what, count in each.items()}
            for name, each in after["counters"].items()}


def sent_between(after, before):
    """Events sent in a storm, by group."""
    return {group: sent - before["groups"][group] for group, sent in after["groups"].items()}


def check_module(counts):
    """What the hooks made is what was sent, lost, filtered or heard by nobody."""
    say(f"{'event':14} {'produced':>9} = {'sent':>7} + {'lost':>7} + {'filtered':>8} + "
        f"{'withheld':>8} + {'unheard':>7}")
    for name, each in counts.items():
        if each["produced"]:
            say(f"{name:14} {each['produced']:9} = {each['sent']:7} + {each['lost']:7} + "
                f"{each['filtered']:8} + {each['withheld']:8} + {each['unheard']:7}")
        check.equal(sum(each[part] for part in PARTS),
                    each["produced"], f"{name}: the parts and the whole")


def check_reader(reader, told, counts, groups):
    """What was sent to a group is what a reader of it received and was told to have missed."""
    line = f"{reader.name:17}"
    for group, sent in groups.items():
        received, missing = told["received"][group], told["missing"][group]
        line += f" {sent:7} = {received:6} + {missing:6}"
        check.equal(received + missing, sent, f"{reader.name}: {group}: received and missing")
    say(line)
    for name, its_group in TYPE_GROUP.items():
        received, sent = told["of_type"][name], counts[name]["sent"]
        check.true(received <= sent, f"{reader.name}: {name}: {received} of {sent}")
        if not told["missing"][its_group]:
            check.equal(received, sent, f"{reader.name}: {name}, in a group without a gap")
    check.equal(told["backwards"], 0, f"{reader.name}: events out of order")
    check.equal(told["bad"], 0, f"{reader.name}: events of unknown type")


def test_storm():
    """In a storm each reader has every event or its number, whatever the others do."""
    reload_with("ring_size=64", "hold_ms=1500", "hold_kib=256")
    sock = wire.Socket()
    cleanup.defer(sock.close)
    readers = [Reader("fast"), Reader("slow", "-b", "65536", "-d", "30000"),
               Reader("stopped", "-b", "65536"), Reader("killed", "-b", "65536"),
               Reader("reliable", "-r", "-b", str(64 << 20)),   # Has room for all of it.
               Reader("reliable slow", "-r", "-b", "32768", "-d", "2000"),
               Reader("reliable stopped", "-r", "-b", "32768"),
               Reader("reliable killed", "-r", "-b", "32768")]
    fast, slow, stopped, killed, reliable, rslow, rstopped, rkilled = readers
    one_of_each()               # Everybody has seen a message of every group.
    time.sleep(1)
    before = marked(sock, *readers)
    check.equal(len(before["readers"]), 4, "reliable readers")

    weather = Storm(400, 3)
    time.sleep(2)
    for reader in (stopped, rstopped):
        reader.signal(signal.SIGSTOP)
    for reader in (killed, rkilled):
        reader.signal(signal.SIGSTOP)
    time.sleep(1)
    for reader in (killed, rkilled):
        reader.popen.kill()
        reader.popen.wait()
    weather.wait()
    time.sleep(2.5)             # A stopped one is out of time by now.

    during = wire.stats(sock)
    check.true(rkilled.port not in during["readers"], "the killed reader is forgotten")
    check.true(during["readers"][rstopped.port]["demoted"], "the stopped reader is demoted")
    check.equal(during["readers"][rstopped.port]["held"], 0, "bytes held for the demoted one")
    check.true(not during["readers"][reliable.port]["demoted"], "the fast one is not")
    slow.order("fast")
    for reader in (stopped, rstopped):
        reader.signal(signal.SIGCONT)
    time.sleep(3)               # All that was waiting is read.
    one_of_each()
    time.sleep(1)
    after = at_rest(sock)

    counts = difference(after, before)
    check_module(counts)
    say(f"{'sent = received + missing':17} in " + " and ".join(wire.GROUPS))
    groups = sent_between(after, before)
    rest = [reader for reader in readers if reader not in (killed, rkilled)]
    told = {reader.name: reader.tell() for reader in rest}
    for reader in rest:
        check_reader(reader, told[reader.name], counts, groups)
    lost = {name: each["lost"] for name, each in counts.items() if each["lost"]}
    check.true(lost, "the ring ran over, or the storm was none")
    check.equal({name: count for name, count in told["reliable"]["told_lost"].items() if count},
                {name: 3 * count for name, count in lost.items()},
                "losses by type, told in each of three groups")
    check.equal(sum(told["reliable"]["missing"].values()), 0, "missing at the reliable reader")
    check.true(sum(told["slow"]["missing"].values()) > 0, "the slow one has missed something")
    check.true(sum(told["reliable stopped"]["missing"].values()) > 0,
               "the stopped one has missed something")
    check.equal(told["reliable stopped"]["demotions"], 1, "demotions it was told of")
    check.equal(after["readers"][rstopped.port]["lost"],
                sum(told["reliable stopped"]["missing"].values()),
                "missing at the demoted reader: the kernel's count and its own")
    if not told["reliable slow"]["demotions"]:
        check.equal(sum(told["reliable slow"]["missing"].values()), 0,
                    "missing at the slow reliable reader")
    say(f"reliable readers, the kernel's count: {after['readers']}")
    rstopped.order("again")
    check.eventually(lambda: not wire.stats(sock)["readers"][rstopped.port]["demoted"],
                     "the demoted reader, registered again, is held for")


test_storm.limit = 600


def test_held():
    """What a registered reader does not take in a storm waits for it, and nothing is missing."""
    reload_with("hold_ms=600000", "hold_kib=65536")
    sock = wire.Socket()
    cleanup.defer(sock.close)
    reader = Reader("held", "-r", "-b", "32768")
    one_of_each()
    before = marked(sock, reader)
    reader.signal(signal.SIGSTOP)
    Storm(100, 2).wait()
    held = at_rest(sock)["readers"][reader.port]["held"]
    check.true(held > 0, "something waits for it")
    reader.signal(signal.SIGCONT)
    check.eventually(lambda: not wire.stats(sock)["readers"][reader.port]["held"],
                     "nothing waits for it any more", 60)
    after = at_rest(sock)
    told = reader.tell()
    say(f"{held} bytes waited")
    check_reader(reader, told, difference(after, before), sent_between(after, before))
    check.equal(sum(told["missing"].values()), 0, "missing at the reader")
    check.equal(told["demotions"], 0, "demotions it was told of")


test_held.limit = 300


def test_readers_are_bounded():
    """The seventeenth reliable reader is refused, and there is room again when one dies."""
    sessmon.need()
    sockets = [wire.Socket() for _ in range(17)]
    asker = wire.Socket()       # To the others events may come before an answer.
    for sock in (*sockets, asker):
        cleanup.defer(sock.close)
    for sock in sockets[:16]:
        sock.register()
    try:
        sockets[16].register()
        raise check.Failure("the seventeenth is taken")
    except wire.Refused as refused:
        check.equal(str(refused), "EUSERS", "the seventeenth")
    sockets[0].close()
    sockets[16].register()
    sockets[1].do("READER_SET", wire.u32(wire.C["SESSMON_A_GROUPS"], 0))
    check.equal(len(wire.stats(asker)["readers"]), 15, "after one was closed and one left")
    for bad in (b"", wire.u32(wire.C["SESSMON_A_GROUPS"], 8)):
        try:
            asker.do("READER_SET", bad)
            raise check.Failure(f"{bad!r} is taken")
        except wire.Refused as refused:
            check.equal(str(refused), "EINVAL", f"a request with {bad!r}")


def test_address_is_not_inherited():
    """Nobody can take the address of a reader that died and be sent its events."""
    sessmon.need()
    reader = Reader("victim", "-r")
    reader.popen.kill()
    reader.popen.wait()
    heir = wire.socket.socket(wire.socket.AF_NETLINK, wire.socket.SOCK_RAW, wire.NETLINK_GENERIC)
    cleanup.defer(heir.close)
    for _ in range(200):
        try:
            heir.bind((reader.port, 0))
            break
        except OSError:         # Still the module's.
            time.sleep(0.02)
    else:
        raise check.Failure("the address never became free again")
    heir.setblocking(False)
    one_of_each()
    time.sleep(1)
    try:
        got = len(heir.recv(1 << 16))
    except BlockingIOError:
        got = 0
    check.equal(got, 0, "bytes received by who took the address over")


def test_monitor_reliable():
    """sessmon monitor -R shows what happens, without joining a group."""
    sessmon.need()
    monitor = sessmon.Monitor("-R")
    time.sleep(2)
    one_of_each()
    monitor.wait(**{"sessmon.event": "creds", "process.real_user.id": lambda got: str(got) == "1001"})
    check.equal(len(sessmon.ask("stats")[0]["sessmon"]["stats"].get("readers", {})) >= 1, True,
                "reliable readers in the statistics")
    check.true(os.path.exists(PROGRAM), "the test's own program")
