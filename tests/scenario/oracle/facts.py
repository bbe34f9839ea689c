# SPDX-License-Identifier: GPL-2.0-only
"""What the test programs said of themselves, as comparable values.

See programs/say.h.  All numbers are those of the initial namespaces, as sessmon's
are: the programs read them from a /proc that belongs to these, but for user and
group ids, which the kernel translates for whoever reads; they are translated back.
"""

import json
from dataclasses import dataclass, field

TICK = 10_000_000           # ns of a clock tick in /proc/PID/stat
NAMESPACES = {"cgroup": "ns_cgroup", "ipc": "ns_ipc", "mnt": "ns_mnt", "net": "ns_net",
              "pid": "ns_pid_for_children", "time": "ns_time_for_children", "uts": "ns_uts"}
CAPABILITIES = {"inheritable": "CapInh", "permitted": "CapPrm", "effective": "CapEff",
                "bounding": "CapBnd", "ambient": "CapAmb"}


@dataclass
class Line:
    """One thing done by one thread, and who it was right after."""
    did: str
    boot: int
    pid: int
    tid: int
    vpid: int
    own: dict                       # what only this kind of line has
    ppid: int = 0
    pgid: int = 0
    sid: int = 0
    tty: int = 0
    start: int = 0                  # ns after boot, whole ticks
    nspid: list = field(default_factory=list)
    comm: bytes = b""
    creds: dict = field(default_factory=dict)
    groups: tuple = ()
    namespaces: dict = field(default_factory=dict)

    @property
    def leads(self):
        return self.pid == self.sid


def _outside(ids, text):
    """Ids as the initial user namespace has them; None for those without a name here."""
    mapping = [int(word) for word in text.split()]
    if not mapping:
        return [None] * len(ids)
    inside, outside, count = mapping
    return [each - inside + outside if inside <= each < inside + count else None
            for each in ids]


def _creds(raw):
    uids = _outside([int(word) for word in raw["Uid"].split()], raw["uid_map"])
    gids = _outside([int(word) for word in raw["Gid"].split()], raw["gid_map"])
    found = dict(zip(("uid", "euid", "suid", "fsuid"), uids))
    found |= dict(zip(("gid", "egid", "sgid", "fsgid"), gids))
    found |= {name: int(raw[key], 16) for name, key in CAPABILITIES.items()}
    found |= {"securebits": raw["securebits"], "user_ns": raw["ns_user"]}
    return found


def line(text):
    """A line of a program."""
    raw = json.loads(text)
    made = Line(raw["did"], raw["boot"], raw["pid"], raw["tid"], raw["vpid"], raw)
    if "sid" not in raw:
        return made
    made.ppid, made.pgid, made.sid, made.tty = (raw[name] for name in
                                                ("ppid", "pgid", "sid", "tty"))
    made.start = raw["start"] * TICK
    # /proc of 5.10 says the same in every time namespace. The offset is a year:
    # who has it added to his start started after it.
    if made.start >= raw["offset"]:
        made.start -= raw["offset"]
    made.nspid = [int(word) for word in raw["NSpid"].split()]
    made.comm = bytes.fromhex(raw["comm"])
    made.creds = _creds(raw)
    if made.did == "exec":
        raw["owner"], = _outside([raw["owner"]], raw["uid_map"])
        raw["group"], = _outside([raw["group"]], raw["gid_map"])
    made.groups = tuple(raw["Groups"].split())
    made.namespaces = {name: raw.get(key) for name, key in NAMESPACES.items()}
    return made


def lines(path):
    """All lines of a file, in the order in which they were written; not one half written."""
    with open(path) as file:
        # At once: what is written between two reads would be the end of a line alone.
        said = file.read()
    return [line(text) for text in said.split("\n")[:-1]]


def number_of(said, child, everybody):
    """Which process a parent means by a number of its own pid namespace."""
    depth = len(said.nspid) - 1
    if not depth:
        return child
    inner_ns = said.own["ns_pid"]
    for other in everybody:
        if len(other.nspid) <= depth or other.nspid[depth] != child:
            continue
        if len(other.nspid) > depth + 1 or other.own["ns_pid"] == inner_ns:
            return other.pid
    raise LookupError(f"nobody is {child} at depth {depth}, as {said.pid} says")
