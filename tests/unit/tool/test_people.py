#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables, trees and sentences for people, on the small host of world.c; TAP out.

usage: test_people.py SESSMON-FAKE
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time

import terminal

FAKE = sys.argv[1]
PLACE = tempfile.TemporaryDirectory()
STATE = os.path.join(PLACE.name, "look")
VERBS = ("ls", "tree", "monitor")
tests = 0
failed = 0


def ok(good, what, *why):
    global tests, failed
    tests += 1
    failed += not good
    print("%s %d - %s" % ("ok" if good else "not ok", tests, what))
    for each in why if not good else ():
        print("# " + str(each).replace("\n", "\n# "))


def environment(**more):
    env = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "TERM": "xterm",
           "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", ""),
           "UBSAN_OPTIONS": os.environ.get("UBSAN_OPTIONS", "")}
    env.update(more)
    return env


def run(*words, **more):
    done = subprocess.run([FAKE, *words], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=60, check=False, env=environment(**more))
    return done.returncode, done.stdout, done.stderr


def lines(*words, **more):
    return run(*words, **more)[1].splitlines()


def sids(*words):
    """The sessions that ls lists."""
    return [int(line) for line in lines("ls", "-o", "sid", "--no-header", *words)]


def on_terminal(*words, **more):
    """What a person sees at a terminal whose width nobody knows."""
    return terminal.said([FAKE, *words], environment(**more))[1]


def plain(text):
    """Without colours."""
    out = ""
    while "\x1b[" in text:
        head, _, text = text.partition("\x1b[")
        out += head
        text = text.partition("m")[2]
    return out + text


def too_wide(text, width):
    return [line for line in plain(text).splitlines() if len(line) > width]


def test_width():
    for words in (("ls",), ("ls", "-a"), ("tree",), ("tree", "-a"), ("tree", "s:310"),
                  ("monitor",), ("monitor", "-d"), ("show", "321"), ("show", "s:410"),
                  ("ls", "-o", "sid,peer,started,class,runs"), ("stats",),
                  ("doctor", "--state", STATE)):
        what = " ".join(words)
        for columns in ("40", "80", "200"):
            text = run(*words, COLUMNS=columns)[1]
            ok(text and not too_wide(text, int(columns)), "%s in %s columns" % (what, columns),
               *too_wide(text, int(columns)))
        text = on_terminal(*words)
        ok(text and not too_wide(text.replace("\r", ""), 80),
           "%s at a terminal of unknown width" % what, text)
    for verb in ("monitor", "ls", "tree", "show", "stats", "policy", "verify", "doctor", "sessions", "log", "history"):
        text = run("help", verb)[1]
        ok(text and not too_wide(text, 80), "help %s" % verb, *too_wide(text, 80))
    wide = run("tree", "-a")[1]
    ok(too_wide(wide, 80), "into a pipe nothing is cut")
    shown = run("show", "321", COLUMNS="80")[1]
    whole = run("show", "321")[1]
    ok("".join(shown.split()) == "".join(whole.split()), "show folds, and loses nothing")


def test_cut():
    """What is cut ends in a +, a column as a line, and nothing else does."""
    def short(line):
        return line if len(line) <= 60 else line[:59] + "+"
    # Of a line of monitor the time is left out: some of these are of now.
    for words, begin in ((("tree", "-a"), 0), (("monitor",), 9)):
        want = [short(line) for line in lines(*words)]
        got = lines(*words, COLUMNS="60")
        ok([line[begin:] for line in got] == [line[begin:] for line in want] and
           0 < sum(line.endswith("+") for line in got) < len(got), "%s in 60 columns" % words[0], *got)
        ok([plain(line)[begin:] for line in lines(*words, "--color=always", COLUMNS="60")] ==
           [line[begin:] for line in got], "%s in colours" % words[0])
    coloured = lines("tree", "--color=always", COLUMNS="10")
    ok(any("\x1b[1;31m" in line and line.endswith("\x1b[m+") for line in coloured), "the mark has no colour", *coloured)
    whole = lines("ls", "-a", "--no-header", "-o", "sid,runs")
    got = lines("ls", "-a", "--no-header", "-o", "sid,runs", COLUMNS="20")
    ok(all(line == all_of or line.endswith("+") and len(line) == 20 and all_of.startswith(line[:-1])
           for line, all_of in zip(got, whole)) and 0 < sum(line.endswith("+") for line in got) < len(got),
       "the last column of ls", *got)
    ok(not any(line.endswith("+") for words in (("tree", "-a"), ("monitor",), ("ls", "-a")) for line in lines(*words)),
       "nothing is cut in a pipe")


def test_colour():
    ok("\x1b[" in on_terminal("ls"), "colours at a terminal")
    ok("\x1b[" not in run("ls")[1], "none in a pipe")
    ok("\x1b[" not in on_terminal("ls", TERM="dumb"), "none where TERM is dumb")
    ok("\x1b[" not in on_terminal("ls", NO_COLOR="1"), "none with NO_COLOR")
    ok("\x1b[" not in on_terminal("ls", "--color=never"), "--color=never")
    for verb in VERBS:
        ok("\x1b[" in run(verb, "--color=always", NO_COLOR="1")[1], "%s --color=always" % verb)
        status, _, err = run(verb, "--color=sometimes")
        ok(status == 2 and "auto, always or never" in err, "%s --color=sometimes" % verb, err)


def test_columns():
    ok(lines("ls", "-o", "sid,tty", "-c", "login") == ["SID TTY", "310 pts/0"], "ls -o",
       lines("ls", "-o", "sid,tty", "-c", "login"))
    ok(lines("ls", "-o", "FLAGS", "-o", "sid", "-c", "terminal")[0].split() == ["FLAGS", "SID"],
       "columns given one by one, in their order")
    status, out, err = run("ls", "-o", "sid,nosuch")
    ok(status == 2 and not out and "nosuch" in err and "flags" in err and err.count("\n") == 1,
       "an unknown column is an error that lists them", err)
    help_text = run("help", "ls")[1]
    for name in err.split("but ")[1].split(" (see")[0].split(", "):
        status, out, _ = run("ls", "-a", "-o", name)
        ok(status == 0 and len(out.splitlines()) >= 9, "column %s" % name, out)
        ok(name in help_text, "help names it")
    for verb in ("ls", "tree"):
        head = lines(verb)[0]
        ok(head.split()[-1] == "RUNS", "%s begins with a header, also in a pipe" % verb, head)
        rest = lines(verb, "--no-header")
        ok(head not in rest and "not shown" not in rest[-1], "but not with --no-header", rest)


def test_meaning():
    """One meaning per column; flags only where they say more than another column."""
    for words in ((), ("-a",)):
        for value in lines("ls", "--no-header", "-o", "from", *words):
            ok("s:" not in value.split(), "FROM is no session: " + value)
    flags = " ".join(lines("ls", "-a", "-o", "flags", "--no-header"))
    ok("had_tty" not in flags, "no had_tty beside a terminal", flags)
    ok("inferred" not in flags, "no inferred beside ~", flags)
    ok("detached" not in flags, "no detached beside outlives_login or mux", flags)


def test_folding():
    ok(sids() == [310, 400, 410], "people's sessions", sids())
    ok(sids("-a") == [0, 1, 200, 300, 310, 400, 410, 500], "all of them", sids("-a"))
    ok(sids("-c", "service") == [400, 500], "all that were asked for", sids("-c", "service"))
    tree = lines("tree")
    ok(not any("kthreadd" in line for line in tree), "no kernel threads unasked")
    ok(any("kthreadd" in line for line in lines("tree", "-c", "kernel")), "but when asked")
    ok(tree[-1] == lines("ls")[-1].replace("ls -a", "tree -a"), "both count what is not shown")


# Options, and the sessions that they find.
FILTERS = (
    (("-c", "login"), [310]),
    (("-c", "login", "-c", "interactive_remote"), [310]),
    (("--class", "door", "-c", "kernel"), [0, 200, 300]),
    (("-u", "1000"), [310, 400, 410]),
    (("-u", "1000", "-u", "root"), [0, 1, 200, 300, 310, 400, 410, 500]),
    (("-L", "1000"), [310]),
    (("--login-user", "0"), []),
    (("-A", "3"), [310]),
    (("--audit-session", "4"), []),
    (("-F", "10.0.2.2"), [300, 310]),
    (("-F", "10.0.0.0/16", "-F", "2001:db8::/32"), [300, 310, 410]),
    (("--from", "10.0.2.3"), []),
    (("--from", "::/0"), [300, 310, 410]),
    (("--from", "0.0.0.0/0"), [300, 310]),
    (("--from", "vsock:2"), []),
    (("--from", "vsock:2", "--from", "10.0.2.2"), [300, 310]),
    (("-e", "sshd"), [300, 310, 400, 410]),
    (("--flag", "mux", "--flag", "outlives_login"), [400, 410]),
    (("-O", "310"), [400, 410]),
    (("-s", "s:310"), [310, 400, 410]),
    (("-s", "400"), [400, 410]),
    (("--session", "300", "-c", "service"), [400]),
    (("-t", "pts/0", "-t", "/dev/pts/1"), [310, 410]),
    (("--program", "bash"), [310, 410]),
    (("--program", "vim", "--program", "/usr/sbin/c*"), [310, 500]),
    (("--program", "nosuch"), []),
    (("--program", "bash", "--container", "0123456789"), []),
)


def test_grammar():
    """The same option means the same in every verb, and values add up in every verb."""
    for words, want in FILTERS:
        what = " ".join(words)
        ok(sids(*words) == want, "ls %s" % what, sids(*words))
        seen = [int(line.split(" s:")[1].split()[0]) for line in
                lines("tree", "--no-header", *words) if " s:" in line and
                line.split()[1].startswith("s:")]
        ok(sorted(seen) == want, "tree %s" % what, seen)
        seen = [int(line.split()[2].strip("s:")) for line in
                lines("monitor", "-d", "-E", "exists", *words)
                if line.split()[2].startswith("s:")]
        ok(seen == want, "monitor -d %s" % what, seen)
    for bad in (("-F", "10.0.2"), ("-F", "10.0.0.0/33"), ("-F", "::/129"), ("-F", "a/8"),
                ("-F", "10.0.0.0/"), ("-A", "x"), ("-A", "-1"), ("-s", "me"), ("-s", "10m"), ("-S", "310"), ("-L", "nosuch"),
                ("-u", "nosuch"), ("-c", "nosuch"), ("--flag", "nosuch"), ("-e", "nosuch"),
                ("--program", ""), ("--container", ""), ("--image", ""), ("--pod", ""), ("--namespace", ""), ("-S", "10m", "-U", "1h"),
                ("-U", "2026-01-01", "-S", "2026-01-02")):
        for verb in VERBS:
            status, out, err = run(verb, *bad)
            ok(status == 2 and not out and err.count("\n") == 1,
               "%s %s" % (verb, " ".join(bad)), err)
    known = {}
    for verb in VERBS:
        for line in run("help", verb)[1].splitlines():
            words = line.split()
            if len(words) > 1 and len(words[0]) == 3 and words[0].endswith(","):
                known.setdefault(words[0], set()).add(words[1])
    ok(all(len(names) == 1 for names in known.values()), "no letter has two meanings", known)


def test_pids():
    ok(lines("ls", "-p", "-s", "310") == ["310", "320", "321", "400", "410"],
       "all process ids of a login", lines("ls", "-p", "-s", "310"))
    ok(lines("ls", "--pids", "-O", "310") == ["400", "410"], "of what it left")
    ok(lines("ls", "-p", "-F", "192.0.2.1") == [], "of none: nothing, that kill could take")
    ok("2" not in lines("ls", "-p", "-a"), "no kernel threads, which nobody can end")
    ok(run("ls", "-p")[0] == 2, "not without saying of which")


def test_tree():
    tree = lines("tree", "s:310")
    ok(tree[1].startswith("login s:310 ") and "terminal s:410 " in "".join(tree) and
       not any(" s:500 " in line for line in tree), "a session and what was made in it", tree)
    tree = lines("tree", "320")
    ok([line.split()[0] for line in tree] == ["PID", "login", "320", "321"],
       "a process and what descends from it", tree)
    ok(run("tree", "4242")[0] == 1 and run("tree", "s:4242")[0] == 1, "what is not there")
    ok(run("tree", "12x")[0] == 2, "what is no key")
    tree = lines("tree", "320", "s:410", "500")
    ok([line.split()[0] for line in tree] ==
       ["PID", "login", "320", "321", "terminal", "410", "service", "500"], "several keys, each once", tree)
    ok(lines("tree", "s:310", "321", "s:310") == lines("tree", "s:310"), "one within another", lines("tree", "s:310", "321"))
    ok([line.split()[0] for line in lines("tree", "--no-header", "320", "s:410", "-c", "terminal")] ==
       ["terminal", "410"], "a filter holds of them, too")
    status, out, err = run("tree", "4242", "s:410", "s:4242")
    ok(status == 1 and out == run("tree", "s:410")[1] and
       err == "sessmon: 4242: no such process or session\nsessmon: s:4242: no such process or session\n",
       "what is not there is told, what is there is shown", out, err)
    ok(run("tree", "4242", "s:4242")[1] == "", "nothing of what is not there")
    status, out, err = run("tree", "s:410", "12x")
    ok(status == 2 and not out and "12x is no key" in err, "one that is no key", out, err)


def test_sentences():
    said = lines("monitor")
    ok(any(line.endswith(" s:410 [8 withheld] gained pts/2: 1000 on pts/1 from 2001:db8::1 by sshd, "
                         "left by s:310 [mux]: -bash".replace("1000", name()))
           for line in said), "a sentence", said)
    ok(not any("session_" in line for line in said), "in words")
    def about(*words):
        return [line.split()[2] for line in lines("monitor", *words)
                if line.split()[2].startswith("s:")]
    ok(about("-s", "310") == ["s:330", "s:410", "s:410", "s:310", "s:400", "s:410",
                                     "s:410"],
       "-s follows what is made in it", about("-s", "310"))
    ok(about("-s", "410") == ["s:410"] * 4, "and nothing else", about("-s", "410"))
    status, _, err = run("monitor", "-u", "root", "-N")
    ok(status == 2 and "--no-join" in err, "-u needs the table", err)
    def numbers(*words):
        return [json.loads(line)["event"].get("sequence") for line in lines("monitor", "-j", *words)
                if "sequence" in json.loads(line)["event"] and "process" in json.loads(line)]
    ok(numbers("--program", "vim", "-G", "lifecycle") == [114], "an event that does not name its program",
       numbers("--program", "vim", "-G", "lifecycle"))
    ok(numbers("--program", "s*do", "-E", "exec") == [104] and numbers("--program", "/usr/bin/dash") == [115, 160],
       "programs by pattern and path", numbers("--program", "s*do", "-E", "exec"), numbers("--program", "/usr/bin/dash"))
    ok(lines("monitor", "--flag", "outlives_login", "-G", "session", "-m", "1")[0].split()[1:3] ==
       ["outlives", "s:400"], "by flag")


def test_show():
    head = run("show", "321")[1].split("\n\n")[0].splitlines()
    # An hour or, after midnight, a day.
    ok(re.fullmatch("dash 321 in login s:310, %s on pts/0 from 10\\.0\\.2\\.2 by sshd, since .*[0-9]"
                    % re.escape(name()), head[0]), "how a process came in, as a sentence", head)
    ok(head[1] == "systemd 1 > sshd 200 > sshd 300 > bash 310 > vim 320 > dash 321",
       "and as a chain", head)
    head = run("show", "s:410")[1].splitlines()
    ok(head[1] == "systemd 1 > sshd 200 > sshd 300 > bash 310 ... tmux 400 > bash 410",
       "also of what has left its login", head[:2])
    head = run("show", "s:410", COLUMNS="60")[1].split("\n\n")[0].splitlines()
    ok(len(head) > 2 and not any(line.startswith("    ") for line in head),
       "lines that go on are not moved to where values begin", head)


def test_show_several():
    """Several keys are shown as each would be alone, in their order."""
    keys = ("s:410", "320", "s:310", "321")
    status, out, err = run("show", *keys)
    ok(status == 0 and not err and out == "\n".join(run("show", key)[1] for key in keys), "with a line between", out)
    def documents(*words):
        # The moment at which it is asked is in the times.
        return [re.sub(r'"[0-9-]*T[0-9:.]*Z"|"event":{[^}]*}', "", line) for line in lines("show", "-j", *words)]
    together, alone = documents(*keys), [documents(key)[0] for key in keys]
    ok(len(together) == len(keys) and together == alone, "as documents",
       *(one for pair in zip(together, alone) if pair[0] != pair[1] for one in pair))
    status, out, err = run("show", "4242", "320", "s:4242")
    ok(status == 1 and out == run("show", "320")[1] and
       err == "sessmon: 4242: no such process or session\nsessmon: s:4242: no such process or session\n",
       "what is not there is told, what is there is shown", out, err)
    status, out, err = run("show", "320", "12x")
    ok(status == 2 and not out and "12x is no key" in err, "one that is no key", out, err)
    ok(run("show")[0] == 2, "none")


def test_days():
    """SINCE is the time of what started today, the day of what started before."""
    now = time.gmtime()
    with open("/proc/uptime", encoding="ascii") as file:
        up = float(file.read().split()[0])
    # In the minute after midnight by this clock, all that exists is of yesterday or older.
    minutes = now.tm_hour * 60 + now.tm_min
    midnight = "XXX%d:%02d" % (minutes // 60, minutes % 60)
    for line in lines("ls", "-a", "--no-header", "-o", "since", TZ=midnight) if up > 240 else ():
        ok(":" not in line, "a day, not a time, is said of yesterday: " + line)
    # Far from midnight, of all that exists: at noon if the host is up for less than that.
    minutes = (minutes - 12 * 60) % (24 * 60)
    for line in lines("ls", "--no-header", "-o", "since", TZ="XXX%d:%02d" % (minutes // 60, minutes % 60)) \
            if up < 11 * 3600 else ():
        ok(":" in line, "a time is said of today: " + line)


def test_since():
    """A follower's --since holds of what was kept for him, too."""
    kept = [line for line in lines("monitor") if not line.startswith("--")]
    ok(len([line for line in lines("monitor", "-S", "+1h") if not line.startswith("--")]) <
       len(kept) == len([line for line in lines("monitor", "-S", "1970-01-02") if not line.startswith("--")]),
       "monitor --since leaves out what was before", kept)


def test_exec():
    """A command for each event, which gets no text of a task but in its document."""
    with tempfile.TemporaryDirectory() as place:
        command = "cat >%s/$SESSMON_EVENT-$SESSMON_SEQ; env >%s/env-$SESSMON_SEQ" % (place, place)
        status, out, err = run("monitor", "-E", "exec", "-E", "session_end", "-x", command,
                               SESSMON_FORGED="1")
        ok(status == 3 and " exec " in out, "it does not end the stream", err)
        deadline = time.time() + 60
        while len(os.listdir(place)) < 4 and time.time() < deadline:
            time.sleep(0.1)
        names = sorted(os.listdir(place))
        ok(names == ["env-104", "env-115", "exec-104", "session_end-115"],
           "once for each event that is shown", names)
        time.sleep(0.5)
        with open(os.path.join(place, names[2]), encoding="utf-8") as file:
            document = json.loads(file.read())
        ok(document["process"]["args"][2] == "\x1b]0;owned\x07\x1b[31m",
           "the document is its input", document["process"]["args"])
        with open(os.path.join(place, names[0]), encoding="utf-8") as file:
            env = file.read()
        ok("SESSMON_PID=330" in env and "SESSMON_SESSION=310" in env and
           "SESSMON_CLASS=interactive_remote" in env, "what is in its environment", env)
        ok("owned" not in env and "FORGED" not in env, "and what is not", env)
    begun = time.time()
    status, out, err = run("monitor", "--exec", "exec sleep 20 >/dev/null 2>&1")
    ok(status == 3 and time.time() - begun < 15 and "events without their command" in err and
       len(out.splitlines()) == 25, "commands that do not end hold nothing up", err, out)


def name():
    """What the host calls user 1000."""
    import pwd
    try:
        return pwd.getpwuid(1000).pw_name
    except KeyError:
        return "1000"


for test in (test_width, test_cut, test_colour, test_columns, test_meaning, test_folding, test_grammar,
             test_pids, test_tree, test_sentences, test_show, test_show_several, test_days, test_since, test_exec):
    test()
print("1..%d" % tests)
sys.exit(failed != 0)
