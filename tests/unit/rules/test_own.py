#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The rules that come with sessmon: each finds what it is for, and not what looks like it.

usage: test_own.py SESSMON-FAKE, with sessmon-history beside it; TAP out
"""

import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import events  # noqa: E402
import sigma  # noqa: E402

SESSMON = os.path.abspath(sys.argv[1])
os.environ["SESSMON_LIBEXEC"] = os.path.dirname(SESSMON)
RULES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../userspace/install/rules")


def execution(line, session_class, **facts):
    return change(events.document(line, session_class, 3), facts)


def session(name, session_class="interactive_remote", **facts):
    d = events.document("/usr/bin/bash|-bash|/usr/sbin/sshd|sshd", session_class, 3)
    d["sessmon"]["event"] = name
    return change(d, facts)


def security(name, **facts):
    d = events.document("/usr/bin/bash|-bash|/usr/sbin/sshd|sshd", "interactive_remote", 3)
    d["sessmon"]["event"] = name
    return change(d, facts)


def change(d, facts):
    for name, value in facts.items():
        *way, last = sigma.FIELDS[{"flags": "sessmon.flags", "exe": "sessmon.exe.flags", "old": "sessmon.old.flags",
                                   "interactive": "sessmon.interactive", "tty_action": "sessmon.tty_action",
                                   "user": "User", "gained": "sessmon.privilege_gained",
                                   "action": "sessmon.ptrace_action", "origin": "sessmon.from",
                                   "same": "sessmon.tracer.same_session"}[name]][0].split(".")
        at = d
        for key in way:
            at = at.setdefault(key, {})
        at[last] = value
    return d


SHELL, ID = "/usr/bin/bash|bash -i|/usr/sbin/apache2|apache2 -k start", "/usr/bin/id|id|/usr/bin/bash|-bash"
# By the name of its file: what a rule finds, and what looks like it.
CASES = {
    "service_shell_in_terminal": (
        [execution(SHELL, "service", flags=["had_tty", "service_tty"])],
        [execution(SHELL, "service"), execution(ID, "service", flags=["service_tty"]),
         execution("/usr/bin/bash|-bash|/usr/sbin/sshd|sshd", "interactive_remote", flags=["had_tty"]),
         execution("/usr/bin/bash|-bash|/usr/bin/tmux|tmux", "service", flags=["mux", "detached", "outlives_login"])]),
    "unknown_door": (
        [session("session_start", flags=["unknown_door"]), session("session_flags", flags=["unknown_door"], old=[])],
        [session("session_start", flags=[]), session("session_flags", flags=["unknown_door", "detached"],
                                                     old=["unknown_door"])]),
    "automation_turned_interactive": (
        [session("session_flags", flags=["turned_interactive"], old=[], user="ansible")],
        [session("session_flags", flags=["turned_interactive"], old=[], user="alice"),
         session("session_start", "noninteractive_remote", flags=[], user="ansible"),
         session("session_flags", flags=["turned_interactive", "detached"], old=["turned_interactive"],
                 user="ansible")]),
    "left_behind_from_writable": (
        [execution("/tmp/.x/miner|miner|/usr/bin/bash|bash", "service", flags=["detached", "outlives_login"]),
         execution("/memfd:x (deleted)|x|/usr/bin/bash|bash", "service", flags=["outlives_login"], exe=["memfd"])],
        [execution("/usr/bin/make|make|/usr/bin/bash|bash", "service", flags=["detached", "outlives_login"]),
         execution("/home/alice/work/test|./test|/usr/bin/make|make", "service", flags=["outlives_login"]),
         execution("/tmp/build/configure|./configure|/usr/bin/bash|bash", "interactive_remote")]),
    "accounts_by_hand": (
        [execution("/usr/sbin/useradd|useradd eve|/usr/bin/sudo|sudo useradd eve", "interactive_remote")],
        [execution("/usr/sbin/useradd|useradd app|/usr/bin/python3.11|python3 ansible", "noninteractive_remote"),
         execution("/usr/bin/apt-get|apt-get -qq update|/usr/lib/apt/apt.systemd.daily|apt", "service"),
         execution("/usr/bin/dpkg|dpkg -l|/usr/bin/apt-get|apt-get", "interactive_remote", interactive=False)]),
    "service_looks_around": (
        [execution("/usr/bin/id|id|/usr/sbin/apache2|apache2", "service"),
         execution("/usr/bin/dash|sh -c whoami|/usr/sbin/php-fpm8.2|php-fpm", "service"),
         execution("/usr/bin/cat|cat /etc/passwd|/usr/bin/node|node app.js", "service")],
        [execution(ID, "interactive_remote"), execution("/usr/bin/id|id|/usr/sbin/sshd|sshd", "service"),
         execution("/usr/bin/uname|uname -snrvm|/usr/bin/dash|sh /etc/update-motd.d/10-uname", "service"),
         execution("/usr/bin/dash|sh -c idle|/usr/sbin/php-fpm8.2|php-fpm", "service"),
         execution("/usr/bin/id|id -u|/usr/bin/bash|bash /opt/probe.sh", "service")]),
    "program_named_like_a_door": (
        [execution("/tmp/sshd|sshd -p 2222|/usr/bin/bash|bash", "interactive_remote"),
         execution("/usr/local/sbin/cron|cron|/usr/lib/systemd/systemd|init", "service")],
        [execution("/usr/sbin/sshd|sshd -R|/usr/sbin/sshd|sshd -D", "service", exe=["host_access"]),
         execution("/usr/sbin/agetty|agetty tty1|/usr/lib/systemd/systemd|init", "service", exe=["getty"]),
         execution("/usr/sbin/cron|cron -f|/usr/lib/systemd/systemd|init", "service", exe=["scheduler"]),
         execution("/usr/sbin/sshd|sshd -D|/pause|pause", "service", flags=["container"]),
         execution("/usr/bin/ssh|ssh host|/usr/bin/bash|bash", "interactive_remote")]),
    "container_program_by_hand": (
        [execution("/tmp/x|./x|/bin/sh|sh", "interactive_remote", flags=["container", "had_tty"])],
        [execution("/tmp/probe|probe|/pause|pause", "service", flags=["container"], interactive=False),
         execution("/usr/bin/psql|psql|/bin/sh|sh", "interactive_remote", flags=["container"]),
         execution("/tmp/x|./x|/bin/bash|bash", "interactive_remote")]),
    "privilege_from_nowhere": (
        [security("creds", gained=True)],
        [security("creds"), security("namespaces"), execution("/usr/bin/sudo|sudo id|/usr/bin/bash|-bash",
                                                              "interactive_remote", exe=["setuid", "secureexec"])]),
    "traced_across_sessions": (
        [security("ptrace", action="attach", same=False)],
        [security("ptrace", action="attach", same=True), security("ptrace", action="traceme", same=True),
         security("ptrace", action="detach", same=False), security("ptrace", action="attach")]),
    "secret_to_the_other_end": (
        [execution("/usr/bin/cat|cat /etc/shadow|/usr/bin/bash|bash -c cat /etc/shadow", "noninteractive_remote"),
         execution("/usr/bin/scp|scp -f /home/alice/.ssh/id_ed25519|/usr/bin/bash|bash", "noninteractive_remote"),
         execution("/usr/bin/tar|tar cz /etc/ssl/private|/usr/bin/sudo|sudo tar", "noninteractive_remote")],
        [execution("/usr/bin/cat|cat /etc/shadow|/usr/bin/sudo|sudo cat /etc/shadow", "interactive_remote"),
         execution("/usr/bin/cat|cat /etc/passwd|/usr/bin/bash|bash", "noninteractive_remote"),
         execution("/usr/bin/rsync|rsync --server --sender . /etc/|/usr/bin/bash|bash", "noninteractive_remote"),
         execution("/usr/bin/python3.11|python3 /root/.ansible/tmp/slurp.py|/bin/sh|sh", "noninteractive_remote"),
         execution("/usr/bin/cp|cp -p shadow /var/backups/shadow.bak|/bin/sh|sh", "service"),
         execution("/usr/bin/cat|cat /etc/shadow|/bin/sh|sh", "service")]),
    "terminal_stolen": (
        [session("session_tty", tty_action="stolen")],
        [session("session_tty", tty_action="gained"), session("session_tty", tty_action="hangup")]),
}


def main():
    checks = []
    names = sorted(n[:-4] for n in os.listdir(RULES) if n.endswith(".yml"))
    checks.append((sorted(CASES) == names, f"each of {len(names)} rules has cases", names))
    done = subprocess.run([SESSMON, "rules", "check", RULES], capture_output=True, text=True, check=False)
    checks.append((done.stdout == f"{len(names)} loaded, 0 refused, 0 not ours\n", "all are loaded", done))
    documents = events.corpus()
    benign = len(documents)
    for name in names:
        documents += CASES[name][0] + CASES[name][1]
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, "events.ndjson")
        with open(path, "w", encoding="ascii") as file:
            file.writelines(json.dumps(d) + "\n" for d in documents)
        for name in names:
            rule = os.path.join(RULES, name + ".yml")
            done = subprocess.run([SESSMON, "rules", "test", rule, path], capture_output=True, text=True, check=False)
            found = {int(n) - 1 for n in re.findall(r"^(\d+): ", done.stdout, re.M)}
            right = all(d in [documents[i] for i in found] for d in CASES[name][0])
            wrong = [d for i, d in enumerate(documents) if i in found and d in CASES[name][1]]
            checks.append((right, f"{name} finds what it is for", found, done.stderr))
            checks.append((not wrong, f"{name} does not find what looks like it", wrong))
            with open(rule, encoding="utf-8") as file:
                plain = plainly(file.read(), documents)
            checks.append((plain == found, f"{name} is found plainly, too", plain, found))
            if name not in ("accounts_by_hand", "program_named_like_a_door", "secret_to_the_other_end",
                            "service_looks_around"):
                checks.append((not [i for i in found if i < benign], f"{name} is quiet in what a host does", found))
    for number, (good, what, *why) in enumerate(checks, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {what}")
        for each in () if good else why:
            print("#", str(each)[:1000].replace("\n", "\n# "))
    print(f"1..{len(checks)}")
    return 0 if all(c[0] for c in checks) else 1


def plainly(text, documents):
    rules = sigma.load([text])
    return {i for i, d in enumerate(documents) for r in rules if r.matches(sigma.Event(d))}


if __name__ == "__main__":
    sys.exit(main())
