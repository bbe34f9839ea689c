# SPDX-License-Identifier: GPL-2.0-only
"""Who may ask and who may listen: real root, and nobody else by any path."""

import json
import os
import subprocess

from lab import check, cleanup, sessmon, wire
from lab.programs.containers import TREE
from lab.stream import PROGRAM, one_of_each, say

# Permissions do not know how the module was loaded.
WHEN = "early"

ALICE = ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"]
NO_NET = ["--bounding-set=-net_admin", "--inh-caps=-net_admin"]
NO_SYS = ["--bounding-set=-sys_admin", "--inh-caps=-sys_admin"]


def podman(*options):
    return ["podman", "run", "--rm", "-i", "--volume", "/run/lab/programs:/probe:ro", *options,
            "--rootfs", TREE, "/probe/stream"]


# What is run, and whether it has a network namespace of its own: there the family does
# not exist, joining may succeed, and nothing is ever sent.
CALLERS = {
    "plain user": ([*ALICE, PROGRAM], False),
    "user, root in a user ns": ([*ALICE, "unshare", "-Ur", PROGRAM], False),
    "user, root in user and net ns": ([*ALICE, "unshare", "-Urn", PROGRAM], True),
    "user with CAP_NET_ADMIN": (
        [*ALICE, "--inh-caps=+net_admin", "--ambient-caps=+net_admin", PROGRAM], False),
    "user with CAP_SYS_ADMIN": (
        [*ALICE, "--inh-caps=+sys_admin", "--ambient-caps=+sys_admin", PROGRAM], False),
    "root without CAP_SYS_ADMIN": (["setpriv", *NO_SYS, PROGRAM], False),
    "root without CAP_NET_ADMIN": (["setpriv", *NO_NET, PROGRAM], False),
    "root in a user ns": (["unshare", "-Ur", PROGRAM], False),
    "root in user and net ns": (["unshare", "-Urn", PROGRAM], True),
    "root in a net ns": (["unshare", "-n", PROGRAM], True),
    "container, own network": (podman("--network=none"), True),
    "container, host's network": (podman("--network=host"), False),
    "container, own user ns": (podman("--network=none", "--uidmap=0:100000:65536",
                                      "--gidmap=0:100000:65536"), True),
}


class Probe:
    """`stream probe`, run by somebody; listens until its answers are taken."""

    def __init__(self, command, sock, *options):
        numbers = [sock.family, *(sock.groups[name] for name in wire.GROUPS)]
        # pylint: disable-next=consider-using-with
        self.popen = subprocess.Popen([*command, "probe", *options, *map(str, numbers)], text=True,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE)
        cleanup.defer(self.popen.kill)

    def listen(self, name):
        line = self.popen.stdout.readline()
        if line != "listening\n":
            self.popen.kill()
            raise check.Failure(f"{name}: {line!r}, {self.popen.stderr.read()!r}")

    def answers(self):
        return json.loads(self.popen.communicate(timeout=60)[0].splitlines()[-1])


def summary(values):
    """All of them, if they are the same."""
    found = sorted(set(values))
    return found[0] if len(found) == 1 else "/".join(found)


def row(name, told):
    say(f"{name:30} {summary(told['ops'].values()):10} {summary(told['groups']):10} "
        f"{told['bytes']:8}")


def check_refused(name, told, own_network):
    for operation, answer in told["ops"].items():
        check.equal(answer, "ENOENT" if own_network else "EPERM", f"{name}: {operation}")
    for group, answer in zip(wire.GROUPS, told["groups"]):
        check.true(answer == "EPERM" or (own_network and answer in ("ok", "ENOENT")),
                   f"{name}: joining {group}: {answer} is a refusal")
    check.equal(told["bytes"], 0, f"{name}: bytes received")


def test_matrix():
    """Every operation and every group is refused to all but root, who receives."""
    sessmon.need()
    os.makedirs(f"{TREE}/probe", exist_ok=True)
    sock = wire.Socket()
    cleanup.defer(sock.close)
    probes = {name: (Probe(command, sock), own) for name, (command, own) in CALLERS.items()}
    probes["opened by root, used by a user"] = (Probe([PROGRAM], sock, "-u", "1000"), False)
    root = Probe([PROGRAM], sock)
    for name, (probe, _) in probes.items():
        probe.listen(name)
    root.listen("root")
    for _ in range(3):
        one_of_each()

    told = root.answers()
    say(f"{'who':30} {'operations':10} {'groups':10} {'bytes':>8}")
    row("root", told)
    answers = {name: (probe.answers(), own) for name, (probe, own) in probes.items()}
    for name, (each, _) in answers.items():
        row(name, each)
    check.equal(summary(told["ops"].values()), "ok", "root's operations")
    check.equal(summary(told["groups"]), "ok", "root's groups")
    check.true(told["bytes"] > 1000, "root receives")
    for name, (each, own) in answers.items():
        check_refused(name, each, own)
