# SPDX-License-Identifier: GPL-2.0-or-later
"""Sigma rules, evaluated in the plainest way that the specification allows.

The other witness of the engine in userspace/rules: nothing is prepared, each rule asks each
field for each value.  Knows nothing of how the engine does it, but for which facts there
are and what they are called.
"""

import ipaddress
import re

import yaml

EVENTS = {
    "process_creation": {"exec"},
    "session": {"session_start", "session_end", "session_tty", "session_class",
                "session_flags", "session_leader"},
    "security": {"creds", "namespaces", "ptrace"},
}
KEYWORDS = ("Image", "CommandLine", "ParentImage", "ParentCommandLine")
# Where documents have what a rule asks for.
FIELDS = {
    "Image": ["process.executable"],
    "CommandLine": ["process.command_line"],
    "ParentImage": ["process.parent.executable"],
    "ParentCommandLine": ["process.parent.command_line"],
    "CurrentDirectory": ["process.working_directory"],
    "User": ["process.real_user.name", "process.real_user.id"],
    "LogonId": ["sessmon.process.login_user.id", "sessmon.session.login_user.id"],
    "sessmon.class": ["sessmon.session.class", "sessmon.process.class"],
    "sessmon.reason": ["sessmon.session.reason"],
    "sessmon.flags": ["sessmon.session.flags"],
    "sessmon.entry.type": ["sessmon.session.entry.type"],
    "sessmon.from": ["sessmon.session.peer.remote.ip"],
    "sessmon.loginuid": ["sessmon.process.login_user.id", "sessmon.session.login_user.id"],
    "sessmon.euid": ["process.user.id"],
    "sessmon.tty": ["sessmon.process.tty.name", "sessmon.session.tty.name"],
    "sessmon.exe.flags": ["sessmon.process.exe.flags", "sessmon.session.leader.flags"],
    "sessmon.exec.number": ["sessmon.process.exec_count"],
    "sessmon.event": ["sessmon.event"],
    "sessmon.old.class": ["sessmon.old.class"],
    "sessmon.old.flags": ["sessmon.old.flags"],
    "sessmon.leader": ["process.session_leader.executable"],
    "sessmon.container.id": ["container.id"],
    "sessmon.container.image": ["container.image.name"],
    "sessmon.container.name": ["container.name"],
    "sessmon.container.runtime": ["container.runtime"],
    "sessmon.container.tag": ["container.image.tag"],
    "sessmon.pod.name": ["orchestrator.resource.name"],
    "sessmon.pod.namespace": ["orchestrator.namespace"],
    "sessmon.interactive": ["process.interactive"],
    "sessmon.tty_action": ["sessmon.tty_action"],
    "sessmon.privilege_gained": ["sessmon.privilege_gained"],
    "sessmon.ptrace_action": ["sessmon.ptrace_action"],
    "sessmon.tracer.executable": ["sessmon.tracer.executable"],
    "sessmon.tracer.same_session": ["sessmon.tracer.same_session"],
}


def text(value):
    """A value as the bytes that are compared."""
    if isinstance(value, bool):
        return b"true" if value else b"false"
    return str(value).encode()


def look_up(document, path):
    for key in path.split("."):
        if not isinstance(document, dict) or key not in document:
            return None
        document = document[key]
    return document


class Event:
    """One document, asked by the names of fields."""

    def __init__(self, document):
        self.document = document
        self.known = {}

    def get(self, field):
        if field not in self.known:
            self.known[field] = self.find(field)
        return self.known[field]

    def find(self, field):
        if field == "sessmon.age":
            now = look_up(self.document, "sessmon.boottime")
            start = look_up(self.document, "sessmon.session.key.start_ns")
            known = now and start and int(start) and int(now) >= int(start)
            return [text((int(now) - int(start)) // 10**9)] if known else []
        for path in FIELDS.get(field, [field]):
            value = look_up(self.document, path)
            if isinstance(value, list) and value:
                return [text(v) for v in value]
            if value is not None and not isinstance(value, (list, dict)):
                return [text(value)]
        return []


def wildcards(value):
    """The text of a rule as a regular expression: the specification's table of escapes."""
    out, i = b"", 0
    value = value.encode()
    while i < len(value):
        c = value[i:i + 1]
        if c == b"\\" and value[i + 1:i + 2] in (b"*", b"?", b"\\"):
            i += 1
            out += re.escape(value[i:i + 1])
        elif c == b"*":
            out += b".*"
        elif c == b"?":
            # One character, not one byte of it.
            out += rb"(?:[\x00-\x7f\xc0-\xff][\x80-\xbf]*)"
        else:
            out += re.escape(c)
        i += 1
    return out


def text_test(value, modifiers):
    pattern = wildcards(value) if isinstance(value, str) else re.escape(text(value))
    before = b"" if {"startswith"} & modifiers or not {"contains", "endswith"} & modifiers else b".*"
    after = b"" if {"endswith"} & modifiers or not {"contains", "startswith"} & modifiers else b".*"
    flags = re.S | (0 if "cased" in modifiers else re.I)
    compiled = re.compile(before + pattern + after, flags)
    return lambda event, fact: compiled.fullmatch(fact) is not None


def regex_test(value, modifiers):
    flags = sum(flag for word, flag in (("i", re.I), ("m", re.M), ("s", re.S)) if word in modifiers)
    compiled = re.compile(value.encode(), flags)
    return lambda event, fact: compiled.search(fact) is not None


def number_test(value, modifiers):
    def test(event, fact):
        if not re.fullmatch(rb"-?[0-9]+", fact):
            return False
        n = int(fact)
        return any((("lt" in modifiers and n < value), ("lte" in modifiers and n <= value),
                    ("gt" in modifiers and n > value), ("gte" in modifiers and n >= value)))
    return test


def network_test(value, _):
    network = ipaddress.ip_network(value, strict=False)

    def test(event, fact):
        try:
            address = ipaddress.ip_address(fact.decode())
        except ValueError:
            return False
        return address.version == network.version and address in network
    return test


def field_test(value, modifiers):
    def test(event, fact):
        return any(text_test(other.decode().replace("\\", "\\\\").replace("*", "\\*")
                             .replace("?", "\\?"), modifiers)(event, fact)
                   for other in event.get(value))
    return test


def value_test(field, value, modifiers):
    """What one value asks of an event."""
    if value is None:
        return lambda event: not event.get(field)
    if "exists" in modifiers:
        return lambda event: bool(event.get(field)) == value
    make = text_test
    if "fieldref" in modifiers:
        make = field_test
    elif "re" in modifiers:
        make = regex_test
    elif "cidr" in modifiers:
        make = network_test
    elif modifiers & {"lt", "lte", "gt", "gte"}:
        make = number_test
    test = make(value, modifiers)
    return lambda event: any(test(event, fact) for fact in event.get(field))


def keyword_test(value, modifiers):
    tests = [value_test(field, value, modifiers) for field in KEYWORDS]
    return lambda event: any(test(event) for test in tests)


def item_test(key, values):
    field, *words = key.split("|")
    modifiers = set(words)
    values = values if isinstance(values, list) else [values]
    if field:
        tests = [value_test(field, value, modifiers) for value in values]
    else:
        tests = [keyword_test(value, modifiers if "re" in modifiers else {"contains"})
                 for value in values]
    join = all if "all" in modifiers else any

    def test(event):
        return join(t(event) for t in tests) != ("neq" in modifiers)
    return test


def search_test(search):
    if isinstance(search, dict):
        tests = [item_test(key, values) for key, values in search.items()]
        return lambda event: all(test(event) for test in tests)
    if isinstance(search, list):
        tests = [search_test(each) for each in search]
        return lambda event: any(test(event) for test in tests)
    return keyword_test(search, {"contains"})


class Condition:
    """Words, from the left."""

    def __init__(self, condition, searches):
        self.words = re.findall(r"[()]|[^\s()]+", condition)
        self.searches = searches
        self.test = self.any_of()
        assert not self.words, self.words

    def take(self, word):
        if self.words and self.words[0].lower() == word:
            self.words.pop(0)
            return True
        return False

    def any_of(self):
        tests = [self.all_of()]
        while self.take("or"):
            tests.append(self.all_of())
        return lambda event: any(test(event) for test in tests)

    def all_of(self):
        tests = [self.one()]
        while self.take("and"):
            tests.append(self.one())
        return lambda event: all(test(event) for test in tests)

    def one(self):
        if self.take("not"):
            test = self.one()
            return lambda event: not test(event)
        if self.take("("):
            test = self.any_of()
            assert self.take(")")
            return test
        word = self.words.pop(0)
        return self.some(word) if self.take("of") else self.searches[word]

    def some(self, number):
        pattern = self.words.pop(0)
        tests = [test for name, test in self.searches.items()
                 if (pattern == "them" and not name.startswith("_")) or
                 (pattern != "them" and
                  re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), name))]
        assert tests, pattern
        need = {"all": len(tests), "any": 1}.get(number.lower()) or int(number)
        return lambda event: sum(test(event) for test in tests) >= need


def detection_test(detection):
    searches = {name: search_test(search) for name, search in detection.items()
                if name not in ("condition", "rules")}
    conditions = detection["condition"]
    conditions = conditions if isinstance(conditions, list) else [conditions]
    tests = [Condition(condition, searches).test for condition in conditions]
    return lambda event: any(test(event) for test in tests)


class Rule:
    """One rule, and the filters that are for it."""

    def __init__(self, document):
        self.id = str(document["id"])
        self.document = document
        self.events = EVENTS[document["logsource"]["category"]]
        self.category = document["logsource"]["category"]
        self.tests = [detection_test(document["detection"])]

    def matches(self, event):
        return event.document["sessmon"]["event"] in self.events and \
            all(test(event) for test in self.tests)


def is_ours(document):
    source = document["logsource"]
    return source.get("category") in EVENTS and source.get("product", "linux") == "linux" and \
        "service" not in source


def load(texts):
    """Rules of the texts of files, with their filters."""
    documents = [d for t in texts for d in yaml.safe_load_all(t) if d and is_ours(d)]
    rules = [Rule(d) for d in documents if "detection" in d]
    for d in documents:
        if "filter" not in d:
            continue
        test, wanted = detection_test(d["filter"]), d["filter"]["rules"]
        for rule in rules:
            if rule.category == d["logsource"]["category"] and (wanted == "any" or rule.id in wanted):
                rule.tests.append(test)
    return rules
