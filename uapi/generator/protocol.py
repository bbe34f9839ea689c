# SPDX-License-Identifier: GPL-2.0-only
"""The protocol as a document: uapi/protocol.md.

The prose is the specification's own; the numbers are counted as the generator of the
header counts them, and the example is encoded with them.
"""

import struct

from .spec import flat, paragraphs

WIDTH = {"u8": 1, "u16": 2, "u32": 4, "u64": 8}
NESTED = 0x8000

# What the example shows: attributes by name, nests inside.
EXAMPLE = {
    "event": {
        "seq": 4711, "type": "exit", "boottime": 93_000_000_000,
        "realtime": 1_767_225_600_000_000_000,
        "exit-code": 0, "lifetime": 1_500_000,
        "process": {"key": {"id": 812, "start": 92_998_500_000},
                    "session": {"id": 790, "start": 88_000_000_000},
                    "class": "interactive-remote", "pgid": 812, "comm": "true",
                    "creds": {"uid": 1000, "euid": 1000}},
    },
    "first-seq": 4711, "last-seq": 4711, "group-first": 230, "lost": 0, "group": "lifecycle",
}


class Example:
    """Values as bytes, and a line for each attribute that says what it means."""

    def __init__(self, spec):
        self.spec = spec

    def encode(self, where, values, lines, depth=0):
        """The bytes of some attributes; a line for each goes to lines."""
        data = b""
        for number, attr in enumerate(self.spec.sets[where]["attributes"], 1):
            if attr["name"] in values:
                data += self.encode_one(attr, number, values[attr["name"]], lines, depth)
        return data

    def encode_one(self, attr, number, value, lines, depth):
        at = len(lines)
        lines.append(None)
        shown = value
        if attr["type"] == "nest":
            number |= NESTED
            payload, shown = self.encode(attr["nested-attributes"], value, lines, depth + 1), ""
        elif attr["type"] == "string":
            payload = value.encode() + b"\0"
        else:
            if isinstance(value, str):
                value = self.spec.value(attr["enum"], value)
                shown = f"{shown} ({value})"
            payload = value.to_bytes(WIDTH[attr["type"]], "little")
        head = struct.pack("<HH", 4 + len(payload), number)
        padding = bytes(-len(payload) % 4)
        own = head if attr["type"] == "nest" else head + payload + padding
        lines[at] = (own.hex(" "), "  " * depth + attr["name"], shown)
        return head + payload + padding


def type_of(attr):
    kind = attr["type"]
    if kind == "nest":
        kind = f"[{attr['nested-attributes']}](#{attr['nested-attributes']})"
    if "enum" in attr:
        kind += f", {'set of ' if attr.get('enum-as-flags') else ''}" \
                f"[{attr['enum']}](#{attr['enum']})"
    return kind + (", repeated" if attr.get("multi-attr") else "")


def print_enum(enum):
    print(f"### {enum['name']}\n\n{paragraphs(enum.get('doc'))}\n")
    flags = enum["type"] == "flags"
    print("| bit | name | |\n|---|---|---|" if flags else "| value | name | |\n|---|---|---|")
    for number, entry in enumerate(enum["entries"]):
        value = hex(1 << number) if flags else number
        print(f"| {value} | {entry['name']} | {flat(entry.get('doc'))} |")
    print()


def print_set(each):
    print(f"### {each['name']}\n\n{paragraphs(each.get('doc'))}\n")
    print("| number | name | type | |\n|---|---|---|---|")
    for number, attr in enumerate(each["attributes"], 1):
        print(f"| {number} | {attr['name']} | {type_of(attr)} | {flat(attr.get('doc'))} |")
    print()


def names(attributes):
    return ", ".join(f"`{name}`" for name in attributes) or "nothing"


def print_operation(number, each):
    print(f"### {each['name']} ({number})\n\n{paragraphs(each.get('doc'))}\n")
    for way, verb in (("do", "Asked"), ("dump", "Asked with NLM_F_DUMP")):
        if way in each:
            print(f"- {verb} with {names(each[way]['request']['attributes'])}; "
                  f"answered with {names(each[way]['reply']['attributes'])}"
                  + (", one message for each object." if way == "dump" else "."))
    if "event" in each:
        print(f"- Sent by the module with {names(each['event']['attributes'])}.")
    print()


def print_example(spec):
    lines = []
    body = Example(spec).encode("main", EXAMPLE, lines)
    commands = [each["name"] for each in spec.spec["operations"]["list"]]
    number = commands.index("events") + 1
    total = 20 + len(body)
    print("""## An example

A process has ended: the message as a little-endian machine receives it. After the
headers, each line is one attribute, with what it means. The family's number is given
when the module is loaded; `genl ctrl list` shows it.

```""")
    print(f"{struct.pack('<IHHII', total, 0x1c, 0, 0, 0).hex(' ')}\n"
          f"    length {total}, family 28, no flags, from the kernel")
    print(f"{struct.pack('<BBH', number, 1, 0).hex(' ')}\n    command events ({number}), version 1")
    for data, name, value in lines:
        print(data)
        print(f"    {name}{' = ' if value != '' else ''}{value}")
    print("```\n")


INTRO = """<!-- Made from sessmon.yaml by make regen: change it there. -->

# The protocol

{doc}

The family is `{name}`, of generic netlink, wire version {version}. Numbers are in the
byte order of the machine, text ends with a zero byte, a flag has no payload, and each
attribute begins at a multiple of four bytes; 64-bit numbers are not aligned further.

## How to follow the table

1. Join the groups that are wanted, or register with `reader-set`.
2. Dump processes and sessions. Each object says the number of its last change.
3. Apply each event whose `seq` is greater than the number its object has; forget what
   has ended.
4. Each message says in `group-first` how many events its group was sent before. If that
   is more than was received, the difference is missing: dump anew. The same if an event
   `lost` comes, whose counters say what found no room in the kernel.
5. Before such a dump ask for `last-seq`. Of an object that the dump does not have, an
   event up to that number is past: its end may be what was lost.
"""


def print_all(spec):
    print(INTRO.format(doc=paragraphs(spec.spec["doc"]), name=spec.spec["name"],
                       version=spec.constants["wire-version"]))
    print_example(spec)
    print("## Operations\n")
    for number, each in enumerate(spec.spec["operations"]["list"], 1):
        print_operation(number, each)
    print("## Groups\n\n" + names(each["name"] for each in spec.spec["mcast-groups"]["list"])
          + ": see [groups](#groups).\n")
    print("## Attributes\n")
    for each in spec.spec["attribute-sets"]:
        print_set(each)
    print("## Bounds\n\n| name | value | |\n|---|---|---|")
    for each in spec.spec["definitions"]:
        if each["type"] == "const":
            print(f"| {each['name']} | {each['value']} | {flat(each['doc'])} |")
    print("\n## Values\n")
    for each in spec.enums.values():
        print_enum(each)
