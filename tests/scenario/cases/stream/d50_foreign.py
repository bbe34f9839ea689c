# SPDX-License-Identifier: GPL-2.0-only
"""Clients that are none of ours: pyroute2 reads a dump and the stream, genl the family."""

import os
import subprocess
import threading

from lab import check, cleanup, proc, sessmon, wire
from lab.programs.run import output
from lab.stream import crowd
from pyroute2.netlink import NLM_F_DUMP, NLM_F_REQUEST, genlmsg, nla
from pyroute2.netlink.generic import GenericNetlinkSocket


def attributes(prefix, **types):
    """pyroute2's map of a set: names in the order of the uapi header."""
    names = {value: name for name, value in wire.C.items()
             if name.startswith(prefix) and "_A_" not in name[len(prefix):]}
    top = wire.C["__" + prefix + "MAX"]
    return tuple((names.get(number, f"none{number}"),
                  types.get(names.get(number, "")[len(prefix):], "hex")) for number in range(top))


class Key(nla):
    nla_map = attributes("SESSMON_A_KEY_", ID="uint32", START="uint64")


class Exe(nla):
    nla_map = attributes("SESSMON_A_EXE_", PATH="asciiz", ARGC="uint32")


class Process(nla):
    nla_map = attributes("SESSMON_A_PROCESS_", KEY="key", PARENT="key", PGID="uint32",
                         COMM="asciiz", EXE="exe")
    key, exe = Key, Exe


class Event(nla):
    nla_map = attributes("SESSMON_A_EVENT_", SEQ="uint64", TYPE="uint32", PROCESS="process")
    process = Process


class Message(genlmsg):
    nla_map = tuple(
        (f"SESSMON_A_{name}", kind) for name, kind in (
            ("UNSPEC", "none"), ("VERSION", "uint32"), ("BOOT_ID", "asciiz"), ("KEY", "key"),
            ("PROCESS", "process"), ("SESSION", "hex"), ("EVENT", "event"),
            ("FIRST_SEQ", "uint64"), ("LAST_SEQ", "uint64")))
    key, process, event = Key, Process, Event


def client():
    sock = GenericNetlinkSocket()
    cleanup.defer(sock.close)
    sock.bind("sessmon", Message)
    return sock


def request(command):
    message = Message()
    message["cmd"] = wire.C["SESSMON_CMD_" + command]
    message["version"] = 1
    return message


def test_numbers():
    """The few numbers that this file wrote down are those of the header."""
    for number, (name, _) in enumerate(Message.nla_map[1:], 1):
        check.equal(wire.C[name], number, name)


def test_dump():
    """pyroute2 dumps the processes, more than one message of them, and they are those of /proc."""
    sessmon.need()
    _, staying = crowd(200)
    sock = client()
    found = {}
    for message in sock.nlm_request(request("PROCESS_GET"), sock.prid,
                                    NLM_F_REQUEST | NLM_F_DUMP):
        process = message.get_attr("SESSMON_A_PROCESS")
        found[process.get_attr("SESSMON_A_PROCESS_KEY").get_attr("SESSMON_A_KEY_ID")] = process
    check.equal(sorted(staying - found.keys()), [], "processes that are not in the dump")
    for number in (1, 2, os.getpid(), *staying):
        true, process = proc.need(number), found[number]
        check.equal(process.get_attr("SESSMON_A_PROCESS_COMM"), true.comm, f"comm of {number}")
        check.equal(process.get_attr("SESSMON_A_PROCESS_PGID"), true.pgid, f"pgid of {number}")
        if true.exe:
            check.equal(process.get_attr("SESSMON_A_PROCESS_EXE").get_attr("SESSMON_A_EXE_PATH"),
                        true.exe, f"program of {number}")


def test_stream():
    """pyroute2 joins a group and sees a program being executed."""
    sessmon.need()
    sock = client()
    sock.add_membership("lifecycle")
    late = threading.Timer(60, sock.close)
    late.start()
    cleanup.defer(late.cancel)
    # pylint: disable-next=consider-using-with
    child = subprocess.Popen(["/bin/sleep", "0.1"])
    wanted = wire.C["SESSMON_EVENT_EXEC"]
    while True:
        for message in sock.get():
            for event in message.get_attrs("SESSMON_A_EVENT"):
                if event.get_attr("SESSMON_A_EVENT_TYPE") != wanted:
                    continue
                process = event.get_attr("SESSMON_A_EVENT_PROCESS")
                key = process.get_attr("SESSMON_A_PROCESS_KEY")
                if key.get_attr("SESSMON_A_KEY_ID") != child.pid:
                    continue
                check.equal(process.get_attr("SESSMON_A_PROCESS_EXE")
                            .get_attr("SESSMON_A_EXE_PATH"), os.path.realpath("/bin/sleep"),
                            "the program")
                child.wait()
                return


def test_genl():
    """`genl ctrl list` shows the family with its groups."""
    sessmon.need()
    said = output("genl", "ctrl", "get", "name", "sessmon")
    check.true("Name: sessmon" in said, f"the family's name in {said!r}")
    check.true("Name: sessmon" in output("genl", "ctrl", "list"), "sessmon among all families")
    for group in wire.GROUPS:
        check.true(f"name: {group}" in said, f"the group {group} in {said!r}")


def test_permission_is_announced():
    """The kernel's own list of families says that each operation needs CAP_NET_ADMIN."""
    sessmon.need()
    sock = wire.Socket()
    cleanup.defer(sock.close)
    family = dict(wire.attributes(sock.ask(wire.GENL_ID_CTRL, 3, wire.attribute(2, b"sessmon\0"))))
    ops = [dict(wire.attributes(op)) for _, op in wire.attributes(family[6])]
    check.true(len(ops) >= 8, f"operations: {ops}")
    for each in ops:
        check.true(wire.number(each[2]) & 1, f"operation {wire.number(each[1])} needs it")
