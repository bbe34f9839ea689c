#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Read documents from standard input as a strict consumer would; TAP out.

check_json.py KIND: each line must be one JSON object, valid UTF-8, without
the same key twice, without a byte that acts on a terminal, and with the ECS
fields and types that the documents of KIND (event, session, process, stats)
promise.
"""
import json
import re
import sys

STAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$")
ENTITY = re.compile(r"^[0-9a-f-]{36}:\d+:\d+$")
failures = []


def unique(pairs):
    keys = [k for k, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("key twice: %s" % sorted(keys))
    return dict(pairs)


def need(doc, path, check):
    value = doc
    for name in path.split("."):
        if not isinstance(value, dict) or name not in value:
            failures.append("%s: missing" % path)
            return
        value = value[name]
    if not check(value):
        failures.append("%s: %r" % (path, value))


def is_stamp(value):
    return isinstance(value, str) and bool(STAMP.match(value))


def is_list(value):
    return isinstance(value, list) and value and all(isinstance(x, str) for x in value)


def is_text(value):
    return isinstance(value, str) and value


def is_int(value):
    return isinstance(value, int) and not isinstance(value, bool)


def walk(value, path=""):
    """What holds wherever a name appears."""
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        where = path + "." + name
        parent = path.rsplit(".", 1)[-1]
        if name == "entity_id" and not ENTITY.match(inner):
            failures.append("%s: %r" % (where, inner))
        if name == "id" and parent.endswith(("user", "group", "owner")) and not isinstance(inner, str):
            failures.append("%s: an id is a keyword" % where)
        if name in ("pid", "vpid", "args_count", "exit_code") and not is_int(inner):
            failures.append("%s: %r" % (where, inner))
        if name in ("start", "end") and path.startswith(".process") and not is_stamp(inner):
            failures.append("%s: %r" % (where, inner))
        if name == "tty" and path.startswith(".process") and not inner["char_device"]["major"]:
            failures.append("%s: there is none, so it must be absent" % where)
        walk(inner, where)


def check(doc, kind):
    need(doc, "@timestamp", is_stamp)
    need(doc, "event.kind", lambda v: v in ("event", "state", "metric"))
    need(doc, "event.category", is_list)
    need(doc, "event.type", is_list)
    need(doc, "event.action", is_text)
    need(doc, "host.hostname", is_text)
    need(doc, "host.boot.id", is_text)
    if kind == "event":
        need(doc, "event.created", is_stamp)
    if kind == "event" and doc["event"]["category"] == ["process"]:
        for path in ("process.pid", "process.parent.pid", "process.session_leader.pid"):
            need(doc, path, is_int)
        need(doc, "process.entity_id", is_text)
        need(doc, "process.session_leader.same_as_process", lambda v: isinstance(v, bool))
        if "interactive" in doc["process"]:
            need(doc, "process.interactive", lambda v: v is False or v is True and "tty" in doc["process"])
        need(doc, "process.real_user.id", is_text)
        need(doc, "process.name", is_text)
        need(doc, "sessmon.process.class", is_text)
    if kind == "session":
        need(doc, "sessmon.session.class", is_text)
        need(doc, "sessmon.session.reason", is_text)
    walk(doc)


def main():
    kind = sys.argv[1]
    lines = sys.stdin.buffer.read().split(b"\n")
    count = 0
    if lines.pop() != b"":
        failures.append("the last line has no end")
    for line in lines:
        if any(c < 0x20 or c == 0x7F for c in line):
            failures.append("a control character in a document")
        try:
            text = line.decode("utf-8")
            if re.search("[\u0080-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", text):
                failures.append("a character that is not seen in a document")
            check(json.loads(text, object_pairs_hook=unique), kind)
        except ValueError as err:
            failures.append(str(err))
        count += 1
    ok = count and not failures
    print("%s 1 - %s: %d documents" % ("ok" if ok else "not ok", kind, count))
    for failure in sorted(set(failures)):
        print("# " + failure)
    print("1..1")
    return 0 if ok else 1


sys.exit(main())
