# SPDX-License-Identifier: GPL-2.0-only
"""The index template for Elasticsearch and OpenSearch: userspace/install/ingest/index-template.json.

What is under sessmon. has the type of how the reader writes it (describe.c) and the names
of the specification's values.  What the Elastic Common Schema has a name for is given that
schema's type here, and tests/unit/ecs/test_template.py holds it, and all documents, to it.
"""

import json

from .described import tables
from .spec import identifier

# What could be had for a name, in the data streams of elastic.md.
PATTERNS = ["logs-sessmon.*-*", "metrics-sessmon.*-*"]
# Above Elasticsearch's own for logs-*-*, which is 100.
PRIORITY = 250
# As the schema has it: what is longer is kept, and not searched for.
KEYWORD = {"type": "keyword", "ignore_above": 1024}
LONG, BOOLEAN, DATE, IP = ({"type": each} for each in ("long", "boolean", "date", "ip"))
CONSTANT = {"type": "constant_keyword"}
LINE = {"type": "wildcard"}
WHO = {"id": KEYWORD, "name": KEYWORD}
KEY = {"entity_id": KEYWORD, "pid": LONG, "start_ns": KEYWORD}
END = {"ip": IP, "port": LONG, "cid": LONG}
# As the reader writes each kind.
KINDS = {
    "SELF": KEY, "SELF_SESSION": KEY, "PROCESS": KEY, "SESSION": KEY, "USER": WHO, "GROUP": WHO,
    "NUMBER": LONG, "LONG": LONG, "BIG": KEYWORD, "DURATION": KEYWORD, "MODE": KEYWORD,
    "ENUM": KEYWORD, "FLAGS": KEYWORD, "CAPS": KEYWORD, "CLONE": KEYWORD,
    "TEXT": KEYWORD, "NAME": KEYWORD, "PATH": KEYWORD, "ARGS": KEYWORD,
    "TTY": {"name": KEYWORD, "major": LONG, "minor": LONG, "instance": LONG},
    "PEER": {"remote": END, "local": END}, "SIGNAL": {"number": LONG, "name": KEYWORD},
    "TIME": DATE, "YES": BOOLEAN,
}
# The schema's own way with some.
ECS_KINDS = KINDS | {"SELF": KEYWORD, "SELF_SESSION": KEYWORD,
                     "TTY": {"char_device.major": LONG, "char_device.minor": LONG}}
ECS = {
    "@timestamp": DATE, "ecs.version": KEYWORD,
    "data_stream": {"type": CONSTANT, "dataset": CONSTANT, "namespace": CONSTANT},
    "event": {name: KEYWORD for name in ("kind", "category", "type", "action", "dataset", "module", "provider", "id")}
             | {"sequence": LONG, "created": DATE, "duration": LONG, "severity": LONG},
    "host": {name: KEYWORD for name in ("hostname", "name", "id", "architecture", "boot.id")},
    "host.os": {name: KEYWORD for name in ("type", "platform", "family", "name", "version", "full", "kernel")},
    "user": WHO | {"effective": WHO}, "group": WHO, "related": {"user": KEYWORD, "ip": IP},
    "container": {name: KEYWORD for name in ("id", "name", "runtime", "image.name", "image.tag", "image.hash.all")},
    "orchestrator": {name: KEYWORD for name in ("type", "namespace", "cluster.name", "resource.id", "resource.name",
                                                "resource.type")},
    "rule": {name: KEYWORD for name in ("id", "name", "author", "license", "description", "reference")},
    "threat": {"framework": KEYWORD, "technique.id": KEYWORD, "technique.subtechnique.id": KEYWORD},
}
# Of a process, beside what describe.c has.
LIFE = {"start": DATE, "pid": LONG, "command_line": LINE, "interactive": BOOLEAN}
OWN_LIFE = {"end": DATE, "title": KEYWORD, "exit_code": LONG,
            "previous": {"executable": KEYWORD, "args": KEYWORD, "args_count": LONG}}
LEADS = {"entity_id": KEYWORD, "pid": LONG, "start": DATE}
RELATIVES = {"parent": {}, "group_leader": {"same_as_process": BOOLEAN},
             "session_leader": {"same_as_process": BOOLEAN, "parent.session_leader": LEADS},
             "entry_leader": {"same_as_process": BOOLEAN, "parent.session_leader": LEADS,
                              "entry_meta.type": KEYWORD, "entry_meta.source.ip": IP}}
# Of a document of ours, beside what describe.c has.
DIFFERENCE = {"pid": LONG, "start_ns": KEYWORD, "kind": KEYWORD, "table": KEYWORD, "kernel": KEYWORD,
              "difference": KEYWORD}
WALK = {"processes": LONG, "missing": LONG, "stale": LONG, "differing": LONG, "differences": DIFFERENCE}
OWN = {
    "event": KEYWORD, "boottime": KEYWORD, "joined": KEYWORD,
    "tracer": {"executable": KEYWORD, "same_session": BOOLEAN},
    "loss": {"where": KEYWORD, "count": LONG, "group": KEYWORD},
    "container": {"source": KEYWORD, "unknown": KEYWORD},
    "alert": {"level": KEYWORD, "count": LONG, "matched": KEYWORD},
    "policy": {"generation": LONG, "built_in": BOOLEAN,
               "program": {"path": KEYWORD, "roles": KEYWORD, "entry_type": KEYWORD}},
    "verify": {"inside": WALK, "proc": WALK,
               "hooks": {"seen": LONG, "facts": {"fact": KEYWORD, "verdict": KEYWORD, "reason": KEYWORD}}},
    "doctor": {"wrong": LONG, "notes": LONG,
               "findings": {"finding": KEYWORD, "verdict": KEYWORD, "remedy": KEYWORD}},
    "session.summary": {"programs": LONG, "failed": LONG, "left": LONG},
    "stats": {"module_version": KEYWORD, "wire_version": LONG, "last_seq": KEYWORD, "lost": LONG,
              "hooks": {"live": KEYWORD, "fired": KEYWORD, "missing": KEYWORD},
              "readers": {"port": LONG, "groups": KEYWORD, "sent": LONG, "lost": LONG, "held": LONG,
                          "demoted": BOOLEAN}},
}
COUNTERS = ("produced", "lost", "sent", "filtered", "withheld", "unheard")
# What a newer reader says is mapped as these are: text is for who looks for it as a whole.
DYNAMIC = [{"text_as_keyword": {"match_mapping_type": "string", "mapping": KEYWORD}}]


def put(tree, path, what):
    """Into a tree of objects: a type, or more of an object."""
    *before, last = path.split(".")
    for name in before:
        tree = tree.setdefault(name, {})
    if "type" in what and isinstance(what["type"], str):
        tree[last] = what
        return
    for name, inner in what.items():
        put(tree.setdefault(last, {}), name, inner)


def put_facts(tree, described, name, schema=False):
    """What a table of describe.c puts, as the schema names it or as we do."""
    for fact in described[name]:
        path = fact.ecs if schema else fact.own
        if path is None:
            continue
        if fact.kind != "NEST":
            put(tree, path, (ECS_KINDS if schema else KINDS)[fact.kind])
            continue
        inner = tree
        for part in filter(None, path.split(".")):
            inner = inner.setdefault(part, {})
        put_facts(inner, described, fact.nest, schema)


def process(described, more):
    """What the schema says of a process."""
    tree = {}
    for name in ("process", "session"):
        put_facts(tree, described, name, True)
    for path, what in (LIFE | more).items():
        put(tree, path, what)
    return tree


def relative(described, more):
    """And of whom it is related to, of whom we say less."""
    tree = process(described, more)
    del tree["thread"]
    return tree


def by_value(spec, enum, what):
    return {identifier(each["name"]): what for each in spec.enums[enum]["entries"]}


def own(spec, described):
    tree = {}
    for path, what in OWN.items():
        put(tree, path, what)
    for name, where in (("process", "process"), ("session", "session"), ("stats", "stats")):
        put_facts(tree.setdefault(where, {}), described, name)
    put_facts(tree, described, "event")
    put(tree, "loss.by_type", by_value(spec, "event-type", LONG))
    put(tree, "policy.record", by_value(spec, "session-class", KEYWORD))
    put(tree, "stats.events", by_value(spec, "event-type", {each: LONG for each in COUNTERS}))
    put(tree, "stats.groups", by_value(spec, "groups", {"sent": LONG}))
    return tree


def fields(spec):
    """All that a document can have."""
    described, tree = tables(), {}
    for path, what in ECS.items():
        put(tree, path, what)
    tree["process"] = process(described, OWN_LIFE)
    for name, more in RELATIVES.items():
        tree["process"][name] = {**tree["process"].get(name, {}), **relative(described, more)}
    tree["sessmon"] = own(spec, described)
    return tree


def is_type(tree):
    return isinstance(tree.get("type"), str)


def properties(tree):
    return {name: inner if is_type(inner) else {"properties": properties(inner)}
            for name, inner in sorted(tree.items())}


def show(value, depth=0):
    """JSON with a line for each field."""
    if not isinstance(value, dict) or not value or is_type(value):
        return json.dumps(value)
    inner = ",\n".join(f'{" " * (depth + 1)}{json.dumps(name)}: {show(each, depth + 1)}'
                       for name, each in value.items())
    return f'{{\n{inner}\n{" " * depth}}}'


def print_all(spec):
    print(show({
        "_meta": {"description": "Made from uapi/sessmon.yaml by make regen: change it there."},
        "index_patterns": PATTERNS, "priority": PRIORITY, "data_stream": {},
        "template": {"mappings": {"date_detection": False, "dynamic_templates": DYNAMIC,
                                  "properties": properties(fields(spec))}},
    }))
