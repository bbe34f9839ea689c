# SPDX-License-Identifier: GPL-2.0-only
"""Where each attribute goes, for the decoder: userspace/lib/wire_rules.c and .h."""

from .spec import identifier

KINDS = {"u16": "U16", "u32": "U32", "u64": "U64", "string": "TEXT", "binary": "BYTES"}

HEADER = """/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there. */
#ifndef SESSMON_WIRE_RULES_H
#define SESSMON_WIRE_RULES_H

#include "rule.h"
"""
SOURCE = """// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there.
 *
 * Where each attribute of the wire goes.
 */
#include "wire_rules.h"

#include <stddef.h>

#include "decode.h"

#define ONE(attr, kind, type, field) [attr] = { kind, offsetof(struct type, field), NULL }
#define NEST(attr, type, field, set) [attr] = { RULE_NEST, offsetof(struct type, field), &(set) }
#define KEY(attr, type, field) \\
	[attr] = { RULE_KEY, offsetof(struct type, field), &sessmon_rules_key }
#define FLAG(attr) [attr] = { RULE_FLAG, 0, NULL }
#define SET(table, type)                                                       \\
	{                                                                      \\
		table, sizeof(table) / sizeof((table)[0]), sizeof(struct type) \\
	}
"""


def table_of(spec, where):
    return "sessmon_rules_" + spec.member(where)


def counted(layout):
    """Attributes that only a number is kept of: its member by the attribute."""
    return {entry["counts"]: entry["name"] for entry in layout["members"]
            if isinstance(entry, dict) and "counts" in entry}


def rule(spec, layout, attr):
    """One attribute as an entry of its set's table."""
    name, where = attr["name"], layout["set"]
    constant, struct, member = spec.constant(where, name), spec.struct(where), spec.member(name)
    if attr["type"] == "flag":
        return f"FLAG({constant})"
    if layout.get("opened-later"):
        if name in counted(layout):
            return f"ONE({constant}, RULE_REPEATED, {struct}, {counted(layout)[name]})"
        if name not in layout["members"]:
            return f"FLAG({constant})"
        if attr["type"] == "nest":
            return f"ONE({constant}, RULE_BYTES, {struct}, {member})"
    if attr["type"] == "nest":
        inner = attr["nested-attributes"]
        if attr.get("multi-attr"):
            return f"ONE({constant}, RULE_{identifier(inner).upper()}, {struct}, {member})"
        if inner == "key":
            return f"KEY({constant}, {struct}, {member})"
        return f"NEST({constant}, {struct}, {member}, {table_of(spec, inner)})"
    return f"ONE({constant}, RULE_{KINDS[attr['type']]}, {struct}, {member})"


def print_header(spec):
    print(HEADER)
    for layout in spec.library["structs"]:
        print(f"extern const struct rule_set {table_of(spec, layout['set'])};")
    print("\n#endif /* SESSMON_WIRE_RULES_H */")


def print_source(spec):
    print(SOURCE.rstrip())
    for layout in spec.library["structs"]:
        where = layout["set"]
        name = spec.member(where)
        print(f"\nstatic const struct rule {name}_rules[] = {{")
        for attr in spec.sets[where]["attributes"]:
            print(f"\t{rule(spec, layout, attr)},")
        print(f"}};\n\nconst struct rule_set {table_of(spec, where)} = "
              f"SET({name}_rules, {spec.struct(where)});")
