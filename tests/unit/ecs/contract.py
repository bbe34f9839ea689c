# SPDX-License-Identifier: GPL-2.0-or-later
"""Documents against the Elastic Common Schema, and what its users ask of them.

The schema (ecs_flat.yml) and the fields that public rules ask for (rule-fields.tsv) are
not in this tree.  They are looked for in $ECS_DIR, by default in shared/ecs beside the
tree or a folder that it is in.
As a program this prints what is needed of the schema as JSON, for a guest, where it is
found beside this file as schema.json; it leaves with 1 if there is no schema.
"""
import ipaddress
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))


def _beside(folder):
    above = os.path.dirname(folder)
    found = os.path.join(above, "shared", "ecs")
    return found if os.path.exists(found) or above == folder else _beside(above)


FOLDER = os.environ.get("ECS_DIR") or _beside(TREE)
SCHEMA = os.path.join(FOLDER, "ecs_flat.yml")
RULES = os.path.join(FOLDER, "rule-fields.tsv")
CARRIED = os.path.join(HERE, "schema.json")
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
# All that makes documents of the small host.
VERBS = (("monitor", "-j"), ("monitor", "-j", "-d"), ("monitor", "-j", "-N"), ("ls", "-j"),
         ("tree", "-j"), ("show", "-j", "321"), ("show", "-j", "s:310"), ("stats", "-j"),
         ("policy", "-j", "show"), ("doctor", "-j"), ("verify", "-j"), ("verify", "-H", "-j"))
KEYWORDS = ("keyword", "constant_keyword", "wildcard", "match_only_text", "text", "version")


def there():
    return os.path.exists(CARRIED) or os.path.exists(SCHEMA)


def load():
    """What the schema says of each field, as far as it is asked here."""
    if os.path.exists(CARRIED):
        with open(CARRIED, encoding="utf-8") as text:
            return json.load(text)
    import yaml  # pylint: disable=import-outside-toplevel
    with open(SCHEMA, encoding="utf-8") as text:
        whole = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {name: {"type": field["type"], "list": "array" in field["normalize"],
                   "pattern": field.get("pattern"),
                   "allowed": {each["name"]: each.get("expected_event_types")
                               for each in field.get("allowed_values", ())},
                   "expected": field.get("expected_values")}
            for name, field in whole.items()}


def leaves(value, path=""):
    """(path, value, is a list) of all that is not an object."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path, value, isinstance(value, list)


def _is_ip(text):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def fits(kind, value):
    """Whether a value is of a type of Elasticsearch, as JSON has it."""
    if kind in KEYWORDS:
        return isinstance(value, str)
    if kind == "long":
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "date":
        return isinstance(value, str) and bool(DATE.fullmatch(value))
    if kind == "ip":
        return isinstance(value, str) and _is_ip(value)
    return False


def _field(schema, path, value, is_list):
    field = schema.get(path)
    if field is None:
        return [f"{path}: no field of the schema"]
    if is_list and not field["list"]:
        return [f"{path}: a list"]
    if field["list"] and not is_list:
        return [f"{path}: no list"]
    wrong = []
    for each in value if is_list else [value]:
        if not fits(field["type"], each):
            wrong.append(f"{path}: {each!r} is no {field['type']}")
        elif field["pattern"] and not re.fullmatch(field["pattern"].strip("^$"), each):
            wrong.append(f"{path}: {each!r} is not {field['pattern']}")
        elif field["allowed"] and each not in field["allowed"]:
            wrong.append(f"{path}: {each!r} is not allowed")
        elif field["expected"] and path == "host.os.type" and each not in field["expected"]:
            wrong.append(f"{path}: {each!r} is not expected")
    return wrong


def _own(path, value):
    """Ours: nothing that a reader with floating point could not read."""
    if path.rsplit(".", 1)[-1].isdigit():
        return [f"{path}: a number as a name"]
    if isinstance(value, int) and abs(value) > 1 << 53:
        return [f"{path}: {value} is beyond 2^53"]
    return []


def check_own(doc):
    """What is wrong with a document, whatever the schema says."""
    return [each for path, value, _ in leaves(doc) if path.startswith("sessmon.")
            for each in _own(path, value)]


def check(schema, doc):
    """What is wrong with a document."""
    wrong = check_own(doc)
    for path, value, is_list in leaves(doc):
        if not path.startswith("sessmon."):
            wrong += _field(schema, path, value, is_list)
    event = doc["event"]
    for category in event["category"]:
        types = schema["event.category"]["allowed"].get(category) or ()
        wrong += [f"event.type: {each} with category {category}"
                  for each in event["type"] if each not in types]
    if doc.get("data_stream", {}).get("dataset") != event.get("dataset"):
        wrong.append("event.dataset: not that of the data stream")
    return wrong


def conflicts(docs):
    """What one index cannot hold: a name with values of two types, or of objects and values."""
    types = {}
    for doc in docs:
        for path, value, is_list in leaves(doc):
            types.setdefault(path, set()).update(type(each).__name__ for each in (value if is_list else [value]))
    inner = {path[:at] for path in types for at, letter in enumerate(path) if letter == "."}
    wrong = [f"{path}: {sorted(kinds)}" for path, kinds in types.items() if len(kinds) > 1]
    return wrong + [f"{path}: an object, too" for path in types if path in inner]


def fields(docs):
    """All that is there in any document."""
    return {path for doc in docs for path, _, _ in leaves(doc)}


def rules():
    """(rule, fields it asks for)."""
    with open(RULES, encoding="utf-8") as text:
        for line in text:
            if not line.startswith("#"):
                words = line.rstrip("\n").split("\t")
                yield words[0], words[1].split()


class SessionView:
    """Kibana's grouping: a process is its events of different event.id, by entity_id."""

    def __init__(self, docs):
        self.processes = {}
        self.entry = {}
        self.parent = {}
        for doc in docs:
            if doc["event"]["kind"] == "event" and "process" in doc:
                self._add(doc)

    def _add(self, doc):
        process = doc["process"]
        key = process["entity_id"]
        events = self.processes.setdefault(key, [])
        ident = doc["event"].get("id")
        if all(each["event"].get("id") != ident for each in events):
            events.append(doc)
        if doc["event"]["action"] in ("fork", "exec", "end"):
            self.parent.setdefault(key, process.get("parent", {}).get("entity_id"))
            self.entry[key] = process.get("entry_leader", {}).get("entity_id")

    def actions(self, key):
        return [each["event"]["action"] for each in self.processes[key]]

    def children(self, key):
        return {each for each, parent in self.parent.items() if parent == key}


def read(lines):
    return [json.loads(line) for line in lines if line.strip()]


def version():
    """Of the schema, as it is said where it is kept; None if it is not."""
    with open(os.path.join(FOLDER, "README.md"), encoding="utf-8") as text:
        found = re.search(r"\bv(\d+\.\d+\.\d+)\b", text.read())
    return found and found.group(1)


if __name__ == "__main__":
    if not there():
        sys.exit(f"no schema at {SCHEMA}, set ECS_DIR")
    json.dump(load(), sys.stdout)
