# SPDX-License-Identifier: GPL-2.0-only
"""The structs that the library hands out: userspace/lib/sessmon_types.h."""

import textwrap

from .spec import flat

HEAD = """/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there.
 *
 * What libsessmon hands out: the wire's attribute sets as plain structs.
 *
 * A fact that the module could not have is absent, and absent is not zero.  So every
 * struct begins with a bit mask of the attributes that came, by their number on the wire,
 * and sessmon_has() asks it.  Absent fields are zero.  Times are in nanoseconds.
 *
 * None of them becomes larger or has a member moved as long as the library is
 * libsessmon.so.1: what is added takes its room from @reserved.
 */
#ifndef SESSMON_TYPES_H
#define SESSMON_TYPES_H

#include "sessmon_base.h"
"""
TAIL = "\n#endif /* SESSMON_TYPES_H */"

NUMBERS = {"u16": "uint16_t", "u32": "uint32_t", "u64": "uint64_t"}
# Where pointers have 8 bytes; what is not here is a struct of ours, or several of them.
SIZES = {"uint16_t": 2, "uint32_t": 4, "uint64_t": 8, "struct sessmon_str": 16,
         "struct sessmon_counter_list": 16, "struct sessmon_loss": 16}


class Member:
    """A member of a struct: its type in C, its name, what it is."""

    def __init__(self, kind, name, doc, count=None):
        self.kind, self.name, self.doc, self.count = kind, name, doc, count

    def __str__(self):
        return f"\t{self.kind} {self.name}{f'[{self.count}]' if self.count else ''};"


def type_of(spec, attr):
    kind = attr["type"]
    if kind in ("string", "binary"):
        return "struct sessmon_str"
    if kind == "nest":
        return "struct sessmon_counter_list" if attr.get("multi-attr") else \
            "struct " + spec.struct(attr["nested-attributes"])
    return NUMBERS[kind]


def doc_of(attr):
    doc = flat(attr["doc"])
    if "enum" in attr:
        what = "Bits of enum" if attr.get("enum-as-flags") else "Of enum"
        doc += f" {what} sessmon_{attr['enum'].replace('-', '_')}."
    return doc


def member(spec, attributes, entry):
    if isinstance(entry, dict):
        return Member(entry["type"], entry["name"], entry["doc"], entry.get("count"))
    attr = attributes[entry]
    return Member(type_of(spec, attr), spec.member(entry), doc_of(attr))


def added(layout, attributes):
    """Attributes that the struct did not begin with."""
    return [name for name, attr in attributes.items()
            if attr["type"] != "flag" and name not in layout["members"]]


def units(members, sizes):
    """How many times 8 bytes the mask and these members take."""
    at = 8
    for each in members:
        size = sizes[each.kind]
        at += -at % min(size, 8) + size
    return (at + 7) // 8


def members_of(spec, layout, sizes):
    """All members of a struct but the mask, and its size."""
    attributes = spec.attributes(layout["set"])
    if layout.get("closed") and added(layout, attributes):
        raise SystemExit(f"{layout['set']}: stays as it is")
    first = [member(spec, attributes, each) for each in layout["members"]]
    more = [member(spec, attributes, each) for each in added(layout, attributes)]
    every = first + more
    # Full units of 8 bytes: what the first ones leave of their last one is of use, too.
    room = layout.get("reserved", 0) - units(every, sizes) + units(first, sizes)
    if room < 0:
        raise SystemExit(f"{layout['set']}: no room is left for another member")
    size = 8 * (units(every, sizes) + room)
    if room:
        every.append(Member("uint64_t", "reserved", "Zero.", room))
    return every, size


def comment(text, mark=" * ", more=" *   "):
    return textwrap.fill(text, 92, initial_indent=mark, subsequent_indent=more,
                         break_on_hyphens=False, break_long_words=False)


def print_struct(spec, layout, sizes):
    name = spec.struct(layout["set"])
    flags = [spec.constant(layout["set"], attr) for attr, what
             in spec.attributes(layout["set"]).items() if what["type"] == "flag"]
    only = f"; only here are {', '.join(flags)}" if flags else ""
    every, sizes["struct " + name] = members_of(spec, layout, sizes)
    print(f"\n/**\n{comment(f'struct {name} - ' + flat(spec.sets[layout['set']]['doc']))}")
    print(comment(f"@has: Facts that are there{only}."))
    for each in every:
        print(comment(f"@{each.name}: {each.doc}"))
    print(f" */\nstruct {name} {{\n\tuint64_t has;")
    for each in every:
        print(each)
    print("};")


def print_all(spec):
    sizes = dict(SIZES)
    print(HEAD.rstrip())
    for layout in spec.library["structs"]:
        if not layout.get("opened-later"):
            print_struct(spec, layout, sizes)
    print(TAIL)
