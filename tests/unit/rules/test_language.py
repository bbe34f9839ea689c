#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The language of rules, word by word, and what is refused of it; TAP out.

usage: test_language.py SESSMON-FAKE, with sessmon-history beside it

Each thing that a rule can say is asked of events that have it and of such that have not,
and the plain evaluator must say the same.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sigma  # noqa: E402

SESSMON = os.path.abspath(sys.argv[1])
os.environ["SESSMON_LIBEXEC"] = os.path.dirname(SESSMON)
SCRATCH = tempfile.TemporaryDirectory()
tests = failed = 0

HEAD = """\
title: T
id: {id}
author: A. Author
level: high
logsource: {{product: linux, category: {category}}}
"""


def ok(good, what, *why):
    global tests, failed
    tests += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {tests} - {what}")
    for each in () if good else why:
        print("#", str(each).replace("\n", "\n# "))


def run(*words, data=None):
    return subprocess.run([SESSMON, *words], input=data, capture_output=True, check=False)


def write(name, text):
    path = os.path.join(SCRATCH.name, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(text.encode() if isinstance(text, str) else text)
    return path


def event(facts):
    """A document with these facts, and nothing else."""
    d = {"sessmon": {"event": "exec"}}
    for name, value in facts.items():
        *way, last = (sigma.FIELDS.get(name) or [name])[0].split(".")
        at = d
        for key in way:
            at = at.setdefault(key, {})
        at[last] = value
    return d


def rule(detection, rule_id="r", category="process_creation"):
    return HEAD.format(id=rule_id, category=category) + "detection:\n" + \
        textwrap.indent(textwrap.dedent(detection).strip(), "  ") + "\n"


def matches(text, documents):
    """Which of the documents match, by number; None if something is said."""
    done = run("rules", "test", write("rule.yml", text),
               write("events.ndjson", "".join(json.dumps(d) + "\n" for d in documents)))
    if done.returncode or done.stderr:
        return done.stderr.decode()
    return [int(n) - 1 for n in re.findall(r"^(\d+): ", done.stdout.decode(), re.M)]


SELECT = "s: {{{}}}\ncondition: s"
# A search, events that it finds, events that it does not.
SEARCHES = [
    ("CommandLine: 'id -u'", ["id -u", "ID -U"], ["id -u ", " id -u", "id", ""]),
    ("CommandLine|contains: ab", ["ab", "xAby", "aab"], ["a b", "", "ba"]),
    ("CommandLine|startswith: ab", ["ab", "abc"], ["xab", "a"]),
    ("CommandLine|endswith: ab", ["ab", "cab"], ["abx", "b"]),
    ("CommandLine|contains: [ab, cd]", ["xab", "cdx"], ["ac"]),
    ("CommandLine|contains|all: [ab, cd]", ["cd ab", "abcd"], ["ab", "cd"]),
    ("CommandLine|all|contains: [ab, cd]", ["cd ab"], ["ab"]),
    ("CommandLine: 'a*c'", ["ac", "abc", "abbc", "a\nc"], ["acd", "xac", "ab"]),
    ("CommandLine: 'a?c'", ["abc", "aäc", "a😀c", "a*c"], ["ac", "abbc"]),
    ("CommandLine: '*'", ["", "x"], []),
    ("CommandLine: '?*'", ["x", "ä"], [""]),
    ("CommandLine: 'a*b*c*'", ["abc", "axxbxxcxx", "abbcc"], ["acb", "ab"]),
    ("CommandLine: '*a?b'", ["aab", "xxaxb", "aaaxb"], ["ab", "axbx"]),
    ("CommandLine|contains: 'a*c'", ["xaxcx", "ac"], ["ca"]),
    ("CommandLine|startswith: '*a'", ["xxa", "ab"], ["x"]),
    (r"CommandLine: 'a\*c'", ["a*c"], ["abc", "a\\*c"]),
    (r"CommandLine: 'a\?c'", ["a?c"], ["abc"]),
    (r"CommandLine: 'a\c'", ["a\\c"], ["ac", "a\\\\c"]),
    (r"CommandLine: 'a\\c'", ["a\\c"], ["a\\\\c"]),
    (r"CommandLine: 'a\\*c'", ["a\\c", "a\\xxc"], ["axc", "a*c"]),
    (r"CommandLine: 'a\\\*c'", ["a\\*c"], ["a\\xc", "a\\c"]),
    (r"CommandLine: 'a\\\\c'", ["a\\\\c"], ["a\\c"]),
    (r"CommandLine|endswith: 'a\'", ["a\\", "xa\\"], ["a", "a\\x"]),
    (r"CommandLine|contains: '\'", ["\\", "a\\b"], ["/"]),
    ("CommandLine: ''", [""], ["x"]),
    ("CommandLine|contains: ''", ["", "x"], []),
    ("CommandLine|cased: Ab", ["Ab"], ["ab", "AB"]),
    ("CommandLine|contains|cased: Ab", ["xAbx"], ["xabx", "Axb"]),
    ("CommandLine|cased: 'A*b'", ["Axxb"], ["axxb", "AxxB"]),
    ("CommandLine: ÄB", ["ÄB", "Äb"], ["äb"]),
    ("CommandLine|re: 'a.c'", ["abc", "xabcx"], ["ABC", "ac", "a\nc"]),
    ("CommandLine|re|i: 'a.c'", ["abc", "ABC"], ["ac"]),
    ("CommandLine|re|s: 'a.c'", ["a\nc"], ["A\nC"]),
    ("CommandLine|re|m: '^b$'", ["a\nb\nc"], ["ab"]),
    ("CommandLine|re: '^b$'", ["b"], ["a\nb\nc"]),
    ("CommandLine|re|all: [a, b]", ["ba"], ["a"]),
    (r"CommandLine|re: '(.){200,}'", ["x" * 200, "x" * 4096], ["x" * 199]),
    ("CommandLine|neq: ab", ["a", ""], ["ab", "AB"]),
    ("CommandLine|contains|neq: [ab, cd]", ["a"], ["ab", "xcd"]),
    ("CommandLine: null", [None], ["", "x"]),
    ("CommandLine: [null, x]", [None, "x"], ["", "y"]),
    ("CommandLine|exists: true", ["", "x"], [None]),
    ("CommandLine|exists: false", [None], ["x"]),
    ("CommandLine|neq: null", ["x"], [None]),
    ("CommandLine: 4711", ["4711"], ["04711", "4711.0"]),
    ("CommandLine: -5", ["-5"], ["5"]),
    ("CommandLine: true", ["true", "True"], ["1", "yes"]),
    ("CommandLine: 'yes'", ["yes"], ["true"]),
    ("CommandLine: 1.2.3.4", ["1.2.3.4"], ["1x2.3.4"]),
    ("CommandLine: a\0b".replace("\0", r"\x00"), ["a\\x00b"], ["ab"]),
    ('CommandLine: "a\\0b"', ["a\0b"], ["ab", "a"]),
    ("'|all': [ab, cd]", ["ab cd"], ["ab"]),
    ("'|re': '^a'", ["ab"], ["ba"]),
]
# Searches of other fields, or more than one: events that they find, events that they do not.
FACTS = [
    ("LogonId: 0", [{"LogonId": "0"}], [{"LogonId": "1000"}, {}]),
    ("sessmon.flags: mux", [{"sessmon.flags": ["mux"]}, {"sessmon.flags": ["x", "mux"]}],
     [{"sessmon.flags": []}, {"sessmon.flags": ["mu", "x"]}, {}]),
    ("sessmon.flags|all: [mux, detached]", [{"sessmon.flags": ["detached", "x", "mux"]}],
     [{"sessmon.flags": ["mux"]}]),
    ("sessmon.flags|contains: ux", [{"sessmon.flags": ["mux"]}], [{"sessmon.flags": ["m", "u"]}]),
    ("sessmon.from|cidr: 10.0.0.0/8", [{"sessmon.from": "10.1.2.3"}],
     [{"sessmon.from": "11.1.2.3"}, {"sessmon.from": "x"}, {"sessmon.from": "::a01:203"}, {}]),
    ("sessmon.from|cidr: ['2001:db8::/32', 192.0.2.7/32]",
     [{"sessmon.from": "2001:db8:1::5"}, {"sessmon.from": "192.0.2.7"}],
     [{"sessmon.from": "2001:db9::"}, {"sessmon.from": "192.0.2.8"}]),
    ("sessmon.exec.number|gt: 1", [{"sessmon.exec.number": 2}],
     [{"sessmon.exec.number": 1}, {"sessmon.exec.number": "x"}, {}]),
    ("sessmon.exec.number|gte: 2", [{"sessmon.exec.number": 2}], [{"sessmon.exec.number": 1}]),
    ("sessmon.exec.number|lt: 2", [{"sessmon.exec.number": 1}, {"sessmon.exec.number": -3}],
     [{"sessmon.exec.number": 2}]),
    ("sessmon.exec.number|lte: 2", [{"sessmon.exec.number": 2}], [{"sessmon.exec.number": 3}]),
    ("sessmon.age|lt: 60", [{"sessmon.boottime": "70000000000",
                             "sessmon.session.key.start_ns": "11000000000"}],
     [{"sessmon.boottime": "71000000000", "sessmon.session.key.start_ns": "11000000000"}, {}]),
    ("Image|fieldref: ParentImage", [{"Image": "/a", "ParentImage": "/A"}],
     [{"Image": "/a", "ParentImage": "/ab"}, {"Image": "/a"}, {"Image": "*", "ParentImage": "x"}]),
    ("CommandLine|contains|fieldref: User", [{"CommandLine": "su bob", "User": "bob"}],
     [{"CommandLine": "su bo", "User": "bob"}, {"CommandLine": "bo*b", "User": "bo?b"}]),
    ("CommandLine|endswith|fieldref: User", [{"CommandLine": "su bob", "User": "bob"}],
     [{"CommandLine": "bob su", "User": "bob"}]),
    ("Image|endswith: /id, User: root", [{"Image": "/bin/id", "User": "root"}],
     [{"Image": "/bin/id"}, {"User": "root"}]),
    ("process.executable: /a", [{"Image": "/a"}], [{"Image": "/b"}]),
    ("sessmon.interactive: true", [{"sessmon.interactive": True}], [{"sessmon.interactive": False}]),
]
# A condition over a, b, _c, and which of the eight events match: bit 0 is a, 1 b, 2 _c.
CONDITIONS = {
    "a": "1357", "not a": "0246", "a and b": "37", "a or b": "123567", "a or b and _c": "13567",
    "(a or b) and _c": "567", "not a or b": "023467", "not (a or b)": "04", "not not a": "1357",
    "1 of them": "123567", "any of them": "123567", "all of them": "37", "2 of *": "3567",
    "1 of _*": "4567", "all of *": "7", "not 1 of them": "04", "A AND not B".replace("A ", "a ")
    .replace(" B", " b"): "15", "1 of a or all of _*": "134567", "1 of a*": "1357",
    "all of them and not 1 of _*": "3", "((a))": "1357", "a and not (b or _c)": "1",
    "3 of *": "7", "[a, b]": "123567",
}

SELECTION = "detection:\n  s:\n    {}\n  condition: s\n"


def wrong_search(search):
    return HEAD.format(id="w", category="process_creation") + SELECTION.format(search)


# A file, where it is wrong, and what is said.
WRONG = [
    (wrong_search("CommandLine|base64offset|contains: x"), "8:5", "modifier base64offset is not supported"),
    (wrong_search("CommandLine|windash|contains: x"), "8:5", "modifier windash is not supported"),
    (wrong_search("CommandLine|wide: x"), "8:5", "modifier wide is not supported"),
    (wrong_search("CommandLine|utf16le: x"), "8:5", "modifier utf16le is not supported"),
    (wrong_search("CommandLine|expand: '%x%'"), "8:5", "modifier expand is not supported"),
    (wrong_search("CommandLine|hour: 5"), "8:5", "modifier hour is not supported"),
    (wrong_search("CommandLine|: 5"), "8:5", "modifier  is not supported"),
    (wrong_search("CommandLine|contains|endswith: x"), "8:5", "endswith cannot be with"),
    (wrong_search("CommandLine|re|cased: x"), "8:5", "cased cannot be with"),
    (wrong_search("CommandLine|i: x"), "8:5", "i cannot be with"),
    (wrong_search("OriginalFileName: x"), "8:5", "no field OriginalFileName"),
    (wrong_search("commandline: x"), "8:5", "no field commandline"),
    (wrong_search("Image|fieldref: Nobody"), "8:21", "no field Nobody"),
    (wrong_search("CommandLine|re: 'a('"), "8:21", "no regular expression"),
    (wrong_search("CommandLine|re: '" + "a" * 5000 + "'"), "8:21", "longer than 4096"),
    (wrong_search("sessmon.from|cidr: 10.0.0.0/99"), "8:24", "is no network"),
    (wrong_search("sessmon.age|lt: soon"), "8:21", "no whole number"),
    (wrong_search("CommandLine|exists: perhaps"), "8:25", "exists takes true or false"),
    (wrong_search("CommandLine|contains: null"), "8:27", "nothing (null) cannot be"),
    (wrong_search("CommandLine: yes"), "8:18", "put it in quotes"),
    (wrong_search("CommandLine: 0x10"), "8:18", "put it in quotes"),
    (wrong_search("CommandLine: 010"), "8:18", "put it in quotes"),
    (wrong_search("CommandLine: 12:30"), "8:18", "put it in quotes"),
    (wrong_search("CommandLine: 1.50"), "8:18", "put it in quotes"),
    (wrong_search("CommandLine: 2026-11-29"), "8:18", "put it in quotes"),
    (wrong_search("CommandLine: []"), "8:18", "without values"),
    (wrong_search("CommandLine: {a: b}"), "8:18", "a list or a map"),
    (wrong_search("CommandLine: a\n    CommandLine: b"), "9:5", "comes twice"),
    (wrong_search("\tCommandLine: a"), "8:5", "not YAML"),
    (wrong_search("CommandLine: &x a\n    Image: *x"), "9:12", "aliases are not supported"),
    (wrong_search("CommandLine: !!int a"), "8:18", "tags are not supported"),
    (wrong_search("{}"), "8:5", "asks nothing"),
    (wrong_search("- [a]"), "8:7", "a list in a list"),
    (wrong_search("CommandLine: [" + ", ".join(str(i) for i in range(5001)) + "]"), "8:", "more than 5000 values"),
    (wrong_search("CommandLine: " + "[" * 20 + "]" * 20), "8:", "nested more deeply"),
    (rule("a: {Image: x}\ncondition: b"), "8:14", 'no search is called "b"'),
    (rule("a: {Image: x}\ncondition: 1 of b*"), "8:14", 'no search is called "b*"'),
    (rule("a: {Image: x}\ncondition: 2 of them"), "8:14", "fewer searches"),
    (rule("a: {Image: x}\ncondition: 0 of them"), "8:14", "not a number"),
    (rule("a: {Image: x}\ncondition: 1 of"), "8:14", "of what"),
    (rule("a: {Image: x}\ncondition: a and"), "8:14", "something is missing"),
    (rule("a: {Image: x}\ncondition: (a"), "8:14", "a bracket is not closed"),
    (rule("a: {Image: x}\ncondition: a)"), "8:14", "not expected"),
    (rule("a: {Image: x}\ncondition: a a"), "8:14", "not expected"),
    (rule("a: {Image: x}\ncondition: a | count() > 5"), "8:14", "aggregations are not supported"),
    (rule("a: {Image: x}\ncondition: a near a"), "8:14", "not supported"),
    (rule("a: {Image: x}\ncondition: ''"), "8:14", "something is missing"),
    (rule("a: {Image: x}\ncondition: []"), "8:14", "without conditions"),
    (rule("a: {Image: x}\ncondition: [a, ?b]"), "8:18", "not text"),
    (rule("a: {Image: x}\ncondition: " + "(" * 40 + "a" + ")" * 40), "8:14", "nested too deeply"),
    (rule("a: {Image: x}\ncondition: " + "a or " * 1000 + "a"), "8:14", "longer than 4096"),
    (rule("a: {Image: x}"), "7:3", "no condition"),
    (rule("a: {Image: x}\ntimeframe: 5m\ncondition: a"), "8:3", "timeframe is not supported"),
    (rule("a: {Image: x}\ncondition: a").replace("level: high", "level: bad"), "4:8", "no level"),
    (rule("a: {Image: x}\ncondition: a").replace("title: T\n", ""), "1:1", "no title"),
    (rule("a: {Image: x}\ncondition: a") + "---\n" + rule("a: {Image: x}\ncondition: a"), "11:5",
     "this id is that of"),
    ("title: x\ndetection: {}\n", "1:1", "no logsource"),
    ("correlation: {type: event_count}\n", "1:1", "correlations are not supported"),
    ("action: global\n", "1:1", "several documents"),
    ("- a\n", "1:1", "no rule"),
    ("a: 'b\n", "2:1", "not YAML"),
    (b"title: \xff\xfe\n", "1:8", "not YAML"),
    (b"title: a\0b\n", "1:9", "not YAML"),
    ("a" * (1024 * 1024 + 1), "", "larger than a file of rules"),
    ("".join(f"k{i}: x\n" for i in range(600)), "513:1", "more keys"),
    ("a: [" + "[],\n" * 20001 + "]", "", "more nodes"),
]
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"


def language():
    for search, found, other in SEARCHES:
        documents = [event({} if text is None else {"CommandLine": text}) for text in found + other]
        compare(rule(SELECT.format(search)), documents, list(range(len(found))), search)
    for search, found, other in FACTS:
        compare(rule(SELECT.format(search)), [event(f) for f in found + other],
                list(range(len(found))), search)
    documents = [event({"Image": "a" * (i & 1), "CommandLine": "b" * (i >> 1 & 1),
                        "User": "c" * (i >> 2)}) for i in range(8)]
    for condition, bits in CONDITIONS.items():
        compare(rule(f"a: {{Image: a}}\nb: {{CommandLine: b}}\n_c: {{User: c}}\ncondition: {condition}"),
                documents, [int(bit) for bit in bits], condition)
    compare(rule("a:\n  - Image: a\n    User: c\n  - CommandLine: b\ncondition: a"), documents,
            [2, 3, 5, 6, 7], "a list of maps")
    compare(rule("k: [needle, other]\ncondition: k"),
            [event({field: "a Needle b"}) for field in (*sigma.KEYWORDS, "User")], [0, 1, 2, 3], "keywords")
    session = event({"sessmon.event": "session_flags", "sessmon.flags": ["service_tty"]})
    session["process"] = {"executable": "/bin/sh"}
    compare(rule("a: {sessmon.flags: service_tty, Image|endswith: /sh}\ncondition: a", category="session"),
            [session, event({"sessmon.flags": ["service_tty"], "Image": "/bin/sh"})], [0],
            "a rule about sessions is asked of events of sessions only")


def compare(text, documents, expected, what):
    got = matches(text, documents)
    plain = [i for i, d in enumerate(documents) for r in sigma.load([text]) if r.matches(sigma.Event(d))]
    ok(got == expected == plain, what, f"expected {expected}, engine {got}, plainly {plain}", text)


FILTER = """\
title: F
logsource: {{product: linux, category: process_creation}}
filter:
  rules: {}
  s: {{sessmon.class: service}}
  condition: not s
"""


def filters():
    a, b = rule("s: {Image: /a}\ncondition: s", "id-a"), rule("s: {Image: /a}\ncondition: s", "id-b")
    person, service = ({"Image": "/a", "sessmon.class": c} for c in ("interactive_remote", "service"))
    documents = [event(person), event(service)]
    for rules, expected in (("[id-a]", [0, 0, 1]), ("any", [0, 0]), ("[id-a, id-b]", [0, 0]),
                            ("[id-b, other]", [0, 0, 1])):
        text = a + "---\n" + b + "---\n" + FILTER.format(rules)
        got = matches(text, documents)
        plain = [i for i, d in enumerate(documents) for r in sigma.load([text]) if r.matches(sigma.Event(d))]
        ok(got == expected == plain, f"a filter for {rules}", got, plain)
    got = matches(a + "---\n" + FILTER.format("[id-x]"), documents)
    ok(isinstance(got, str) and "none of its rules is there" in got, "a filter for nobody is refused", got)
    got = matches(a + "---\n" + FILTER.format("[id-f]").replace("title: F", "title: F\nid: id-f"), documents)
    ok(isinstance(got, str) and "none of its rules is there" in got, "nor is one for itself", got)


def refused():
    for text, where, what in WRONG:
        path = write("wrong.yml", text)
        done = run("rules", "check", path)
        said = done.stderr.decode()
        ok(done.returncode == 1 and f"wrong.yml{':' if where else ''}{where}" in said and what in said and
           b"loaded, 1 refused" in done.stdout and
           said.count("\n") == 1 and "\x1b" not in said, f"{what}, at {where}", said, done.stdout)
    done = run("rules", "check", write("wrong.yml", BOMB))
    ok(done.returncode == 1 and b"aliases" in done.stderr, "a bomb is not lit", done.stderr)
    done = run("rules", "check", write("wrong.yml", wrong_search("'\\e[31m|x': y".replace("'", '"'))))
    ok(done.returncode == 1 and b"\x1b" not in done.stderr, "what is refused is shown without its escapes",
       done.stderr)


def folders():
    good = rule("s: {Image: /a}\ncondition: s")
    folder = os.path.dirname(write("set/a.yml", good))
    write("set/deep/b.yaml", good.replace("id: r", "id: r2").replace("category: process_creation",
                                                                     "category: file_event"))
    write("set/deep/c.txt", "no rule")
    write("set/.git/d.yml", "- no rule")
    write("set/e.yml", "# nothing\n---\n---\n")
    done = run("rules", "check", folder)
    ok((done.returncode, done.stdout, done.stderr) == (0, b"1 loaded, 0 refused, 1 not ours\n", b""),
       "a folder is read as a whole, but for what is hidden or is no rule", done)
    os.symlink("nowhere", os.path.join(folder, "gone.yml"))
    done = run("rules", "check", folder)
    ok(done.returncode == 1 and b"gone.yml: cannot be read" in done.stderr and b"1 loaded, 1 refused" in done.stdout,
       "a file that has gone since the folder was read is refused by name", done)
    done = run("rules", "test", folder, os.devnull)
    ok(done.returncode == 1 and not done.stdout, "a set of which one is refused is not used", done)
    os.unlink(os.path.join(folder, "gone.yml"))
    os.mkfifo(os.path.join(folder, "pipe.yml"))
    done = run("rules", "check", folder, os.path.join(folder, "pipe.yml"))
    ok(done.returncode == 1 and b"pipe.yml: neither a file" in done.stderr, "nobody waits for a pipe", done)
    done = run("rules", "check", os.path.join(folder, "nothing"))
    ok(done.returncode == 1 and b"cannot be read: No such file" in done.stderr, "what is not there is said", done)
    os.symlink("..", os.path.join(folder, "deep", "up"))
    done = run("rules", "check", folder)
    ok(done.returncode == 1 and b"within itself" in done.stderr, "a folder within itself ends", done)
    for words in ([], ["check"], ["test", "x"], ["what"]):
        ok(run("rules", *words).returncode == 2, f"rules {' '.join(words)} is a usage error")


def input_of_events():
    text = rule("s: {CommandLine|contains: needle}\ncondition: s")
    path = write("rule.yml", text)
    for what, line, expected in (
            ("1 MB of arguments", event({"CommandLine": "x" * 2**20 + "needle"}), True),
            ("a zero byte", event({"CommandLine": "a\0needle"}), True),
            ("half a character", event({"CommandLine": "\udcff needle"}), None),
            ("beyond 16 bits", event({"CommandLine": "😀 needle"}), True)):
        done = run("rules", "test", path, "-", data=json.dumps(line).encode() + b"\n")
        ok(expected is None and done.returncode in (0, 1) or b"1 matches" in done.stdout and not done.returncode,
           f"an event with {what}", done.stdout[-200:], done.stderr)
    good = json.dumps(event({"CommandLine": "needle"})).encode()
    done = run("rules", "test", path, "-", data=b"nonsense\n" + good + b"\n{\n\n[]\n\xff\n" + good + b"\n")
    ok(done.returncode == 1 and b"2 events, 2 matches" in done.stdout and
       [n in done.stderr for n in (b"-:1:", b"-:3:", b"-:5:", b"-:6:")] == [True] * 4,
       "a line that is no event is told of, and the others are read", done)
    done = run("rules", "test", path, os.path.join(SCRATCH.name, "none"))
    ok(done.returncode == 1 and b"No such file" in done.stderr, "no file, no events", done)
    path = write("slow.yml", rule("s: {CommandLine|re: '(a|aa)+$'}\ncondition: s").replace("title: T", 'title: "T\\e"'))
    done = run("rules", "test", path, "-", data=json.dumps(event({"CommandLine": "a" * 3000 + "b"})).encode() + b"\n")
    ok(done.returncode == 0 and b"0 matches" in done.stdout and b'"T\\x1b" gave up 1 times' in done.stderr,
       "an expression that would take for ever gives up, and says so once, without escapes", done)
    path = write("slow.yml", rule("s: {CommandLine|re: '(a|aa)+$'}\ncondition: not s"))
    done = run("rules", "test", path, "-", data=json.dumps(event({"CommandLine": "a" * 3000 + "b"})).encode() + b"\n")
    ok(b"0 matches" in done.stdout and b"gave up" in done.stderr, "and what cannot be said is no match", done)


def main():
    language()
    filters()
    refused()
    folders()
    input_of_events()
    print(f"1..{tests}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
