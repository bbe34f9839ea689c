#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The index template for Elasticsearch against all documents and the schema; TAP out.

usage: test_template.py SESSMON-FAKE

No Elasticsearch takes it here: it is held to what its documentation says of a mapping.
"""
import json
import os
import subprocess
import sys
import tempfile

import contract

TEMPLATE = os.path.join(contract.TREE, "userspace", "install", "ingest", "index-template.json")
RULE = """title: a
id: 7d0f2c1e-3d35-4c33-9a51-7b1f0a3c1d11
status: test
description: b
references: [https://example.org/]
author: c
license: MIT
tags: [attack.t1059.004]
level: low
logsource: {category: process_creation}
detection: {s: {Image|contains: /}, condition: s}
"""
# What an index takes unless it is told otherwise, objects counted.
LIMIT = 1000
outcomes = []


def ok(good, what, *why):
    outcomes.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(outcomes)} - {what}")
    for line in () if good else why:
        print("# " + line)


def ask(*words):
    env = dict(os.environ, SESSMON_LIBEXEC=os.path.dirname(os.path.abspath(sys.argv[1])))
    done = subprocess.run([sys.argv[1], *words], text=True, capture_output=True, check=False, env=env)
    return contract.read(done.stdout.splitlines())


def alerts():
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as rule:
        rule.write(RULE)
        rule.flush()
        return ask("alert", "-j", "-r", rule.name)


def mapped(tree, path=""):
    """(path, mapping) of all in it that is no object."""
    for name, inner in tree["properties"].items():
        if "properties" in inner:
            yield from mapped(inner, f"{path}{name}.")
        else:
            yield path + name, inner


def objects(tree):
    inner = [each for each in tree["properties"].values() if "properties" in each]
    return len(inner) + sum(map(objects, inner))


def misfits(types, docs):
    """What an index of the template would refuse, or would have to guess."""
    for doc in docs:
        for path, value, is_list in contract.leaves(doc):
            if path not in types:
                yield f"{path}: not in the template"
            elif not all(contract.fits(types[path]["type"], each) for each in (value if is_list else [value])):
                yield f"{path}: {value!r} is no {types[path]['type']}"


def test_can_fail(types, docs):
    found = set(misfits({path: how for path, how in types.items() if path != "process.pid"}, docs))
    ok(found == {"process.pid: not in the template"}, "a field that it lacks would be seen", *found)
    strange = dict(types, **{"event.sequence": {"type": "boolean"}})
    ok(any("is no boolean" in each for each in misfits(strange, docs)), "and so would a wrong type")


def test_schema(types):
    schema = contract.load()
    wrong = {path: (how["type"], schema.get(path, {}).get("type")) for path, how in types.items()
             if not path.startswith("sessmon.") and schema.get(path, {}).get("type") != how["type"]}
    ok(not wrong, "what the schema has has the schema's type", str(wrong))


def test_head(template, docs):
    patterns = [each.removesuffix("*-*") for each in template["index_patterns"]]
    streams = {"-".join(doc["data_stream"].values()) for doc in docs}
    ok(streams and all(each.startswith(tuple(patterns)) for each in streams), "it is for the data streams of documents",
       *streams)
    ok(template["data_stream"] == {} and template["priority"] > 100, "which it makes, before the template for all logs")


def main():
    with open(TEMPLATE, encoding="utf-8") as text:
        template = json.load(text)
    mapping = template["template"]["mappings"]
    types = dict(mapped(mapping))
    docs = [doc for words in contract.VERBS for doc in ask(*words)]
    told = alerts()
    ok(len(docs) > 100 and any("rule" in doc for doc in told), f"{len(docs)} documents, {len(told)} of alerts")
    wrong = set(misfits(types, docs + told))
    ok(not wrong, f"each of their fields is in the template, {len(types)}, and takes its values", *sorted(wrong))
    test_can_fail(types, docs)
    test_head(template, docs + told)
    count = len(types) + objects(mapping)
    ok(count < LIMIT, f"{count} fields and objects, and an index takes {LIMIT}")
    if contract.there():
        test_schema(types)
    else:
        print(f"ok {len(outcomes) + 1} - # SKIP no schema at {contract.SCHEMA}, set ECS_DIR")
        print(f"SKIPPED: the template was NOT held against the schema: no {contract.SCHEMA}", file=sys.stderr)
    print(f"1..{len(outcomes) + (not contract.there())}")
    return not all(outcomes)


sys.exit(main())
