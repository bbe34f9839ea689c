# SPDX-License-Identifier: GPL-2.0-only
"""The module's half of the wire for the reader's tests: wire_encode.c and .h beside them.

Statements, not a table: what the compiler checks here has nothing in common with the
offsets that the decoder follows.
"""

HEADER = """/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there. */
#ifndef TESTS_WIRE_ENCODE_H
#define TESTS_WIRE_ENCODE_H

#include <netlink/netlink.h>

#include "sessmon.h"
"""
SOURCE = """// SPDX-License-Identifier: GPL-2.0-or-later
/* Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there. */
#include "wire_encode.h"

#include "encode.h"
"""
NUMBERS = {"u16": "encode_u16", "u32": "encode_u32", "u64": "encode_u64",
           "string": "encode_text", "binary": "encode_data"}


def declaration(spec, where):
    name = spec.member(where)
    return f"void encode_{name}(struct nl_msg *m, int attr, const struct {spec.struct(where)} *o)"


def statements(spec, layout, attr):
    name, where = attr["name"], layout["set"]
    constant, member = spec.constant(where, name), spec.member(name)
    # Whoever names an object names it whole.
    asked = "" if layout.get("closed") else f"\tif (sessmon_has(o, {constant}))\n\t"
    if attr["type"] == "flag":
        yield f"{asked}\tmust(nla_put_flag(m, {constant}));"
    elif attr["type"] == "nest" and attr.get("multi-attr"):
        inner = spec.member(attr["nested-attributes"])
        yield f"\tfor (uint32_t i = 0; i < o->{member}.n; i++)"
        yield f"\t\tencode_{inner}(m, {constant}, &o->{member}.list[i]);"
    elif attr["type"] == "nest":
        inner = spec.member(attr["nested-attributes"])
        yield f"{asked}\tencode_{inner}(m, {constant}, &o->{member});"
    else:
        yield f"{asked}\t{NUMBERS[attr['type']]}(m, {constant}, o->{member});"


def layouts(spec):
    return [each for each in spec.library["structs"] if not each.get("opened-later")]


def print_header(spec):
    print(HEADER)
    for layout in layouts(spec):
        print(declaration(spec, layout["set"]) + ";")
    print("\n#endif /* TESTS_WIRE_ENCODE_H */")


def print_source(spec):
    print(SOURCE.rstrip())
    for layout in layouts(spec):
        print(f"\n{declaration(spec, layout['set'])}\n{{\n\tstruct nlattr *a = encode_nest(m, attr);\n")
        for attr in spec.sets[layout["set"]]["attributes"]:
            for line in statements(spec, layout, attr):
                print(line)
        print("\tnla_nest_end_keep_empty(m, a);\n}")
