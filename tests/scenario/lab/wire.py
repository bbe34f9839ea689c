# SPDX-License-Identifier: GPL-2.0-only
"""The wire, spoken by hand: what the tests say to the module without its own library.

Attributes are decoded by the tables of uapi/sessmon.yaml's sets that the tests need;
an object is a dictionary of its attributes' numbers, nests included.
"""

import errno
import os
import re
import socket
import struct

from lab import check

NETLINK_GENERIC = 16
SOL_NETLINK = 270
ADD_MEMBERSHIP = 1
NO_ENOBUFS = 5
SO_RCVBUFFORCE = 33
GENL_ID_CTRL = 16
REQUEST, MULTI, ACK, DUMP, DUMP_INTR = 1, 2, 4, 0x300, 0x10
ERROR, DONE = 2, 3
NESTED = 0x8000
GROUPS = ("session", "lifecycle", "security")
HEADER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "sessmon.h")


def _enums():
    """All enumerators of the uapi header, by name."""
    values = {}
    with open(HEADER, encoding="ascii") as text:
        bodies = re.findall(r"enum[^{]*\{(.*?)\}", re.sub(r"/\*.*?\*/", "", text.read(), flags=re.S),
                            re.S)
    for body in bodies:
        number = -1
        for name, value in re.findall(r"(\w+)(?: = (\w+))?", body):
            number = int(value, 0) if value else number + 1
            values[name] = number
    return values


C = _enums()
EVENT_NAMES = {value: name[len("SESSMON_EVENT_"):].lower() for name, value in C.items()
               if name.startswith("SESSMON_EVENT_")}


def attribute(number, payload=b""):
    length = 4 + len(payload)
    return struct.pack("=HH", length, number) + payload + bytes(-length % 4)


def u32(number, value):
    return attribute(number, struct.pack("=I", value))


def attributes(data):
    """(number, payload) of each."""
    at = 0
    while at + 4 <= len(data):
        length, number = struct.unpack_from("=HH", data, at)
        if length < 4 or at + length > len(data):
            raise check.Failure(f"a malformed attribute: {data[at:at + 16]!r}")
        yield number, data[at + 4:at + length]
        at += (length + 3) & ~3


def tree(data):
    """Attributes by number: nests as dictionaries, the rest as bytes; the last one wins."""
    return {number & ~NESTED: tree(payload) if number & NESTED else payload
            for number, payload in attributes(data)}


def all_of(data, number):
    return [payload for each, payload in attributes(data) if each & ~NESTED == number]


def number(payload):
    return int.from_bytes(payload, "little")


class Refused(Exception):
    """The kernel answered with an error."""

    def __init__(self, code):
        super().__init__(errno.errorcode.get(code, code))
        self.code = code


class Socket:
    """One generic netlink socket."""

    def __init__(self, rcvbuf=None):
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
        self.sock.bind((0, 0))
        if rcvbuf:
            self.sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, rcvbuf)
        self.sequence = 0
        self.family, self.groups = self._resolve()

    def close(self):
        self.sock.close()

    def send(self, kind, command, payload=b"", flags=REQUEST):
        self.sequence += 1
        body = struct.pack("=BBH", command, 1, 0) + payload
        self.sock.send(struct.pack("=IHHII", 16 + len(body), kind, flags, self.sequence, 0) + body)

    def messages(self, flags=0):
        """What the next datagram brings: (type, flags, command, attributes)."""
        data = self.sock.recv(1 << 18, flags)
        at = 0
        while at + 16 <= len(data):
            length, kind, its_flags, _, _ = struct.unpack_from("=IHHII", data, at)
            if kind == ERROR:
                code = -struct.unpack_from("=i", data, at + 16)[0]
                if code:
                    raise Refused(code)
            elif kind == DONE:
                yield DONE, its_flags, 0, b""
            else:
                yield kind, its_flags, data[at + 16], data[at + 20:at + length]
            at += (length + 3) & ~3

    def ask(self, kind, command, payload=b""):
        """One question, one answer: its attributes."""
        self.send(kind, command, payload)
        for _, _, _, data in self.messages():
            return data
        return b""

    def _resolve(self):
        data = self.ask(GENL_ID_CTRL, 3, attribute(2, b"sessmon\0"))
        found = dict(attributes(data))
        groups = {}
        for _, group in attributes(found[7]):
            entry = dict(attributes(group))
            groups[entry[1].rstrip(b"\0").decode()] = number(entry[2])
        return number(found[1]), groups

    def do(self, name, payload=b""):
        return self.ask(self.family, C["SESSMON_CMD_" + name], payload)

    def dump(self, name):
        """All objects, as raw attributes; whether the kernel said that it was interrupted."""
        self.send(self.family, C["SESSMON_CMD_" + name], flags=REQUEST | DUMP)
        objects, interrupted = [], False
        while True:
            for kind, flags, _, data in self.messages():
                interrupted |= bool(flags & DUMP_INTR)
                if kind == DONE:
                    return objects, interrupted
                objects.append(data)

    def join(self, *names):
        for name in names or GROUPS:
            self.sock.setsockopt(SOL_NETLINK, ADD_MEMBERSHIP, self.groups[name])

    def register(self, mask=7):
        self.sock.setsockopt(SOL_NETLINK, NO_ENOBUFS, 1)
        return self.do("READER_SET", u32(C["SESSMON_A_GROUPS"], mask))


def stats(sock):
    """Counters by type of event, events by group, and the rest."""
    data = sock.do("STATS_GET")
    counters, groups, readers = {}, {}, {}
    for payload in all_of(data, C["SESSMON_A_COUNTERS"]):
        one = {key: number(value) for key, value in attributes(payload)}
        counters[EVENT_NAMES[one.pop(1)]] = {
            name: one[C["SESSMON_A_COUNTERS_" + name.upper()]]
            for name in ("produced", "lost", "sent", "filtered", "withheld", "unheard")}
    for payload in all_of(data, C["SESSMON_A_GROUP_SENT"]):
        one = dict(attributes(payload))
        groups[GROUPS[number(one[1]).bit_length() - 1]] = number(one[2])
    for payload in all_of(data, C["SESSMON_A_READER"]):
        one = {key: number(value) for key, value in attributes(payload)}
        readers[one[C["SESSMON_A_READER_PORT"]]] = {
            "sent": one[C["SESSMON_A_READER_SENT"]], "lost": one[C["SESSMON_A_READER_LOST"]],
            "held": one[C["SESSMON_A_READER_HELD"]],
            "demoted": C["SESSMON_A_READER_DEMOTED"] in one}
    whole = tree(data)
    return {"counters": counters, "groups": groups, "readers": readers,
            "last_seq": number(whole[C["SESSMON_A_LAST_SEQ"]]),
            "lost": number(whole[C["SESSMON_A_LOST"]]),
            "table": {name: number(value)
                      for name, value in ((key[len("SESSMON_A_STATS_"):].lower(),
                                           whole[C["SESSMON_A_STATS"]].get(code, b""))
                                          for key, code in C.items()
                                          if key.startswith("SESSMON_A_STATS_"))}}
