/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there.
 *
 * The tables behind sessmon_name(), for the library and for the tool that is linked with it.
 */
#ifndef SESSMON_NAMES_WIRE_H
#define SESSMON_NAMES_WIRE_H

#include "sessmon.h"

/**
 * struct names - The names of an enum's values, or of a mask's bits.
 * @name: by value, or by bit
 * @n: entries
 */
struct names {
	const char *const *name;
	unsigned int n;
};

extern const struct names sessmon_names_event;
extern const struct names sessmon_names_class;
extern const struct names sessmon_names_reason;
extern const struct names sessmon_names_entry;
extern const struct names sessmon_names_process_flags;
extern const struct names sessmon_names_exe_flags;
extern const struct names sessmon_names_session_flags;
extern const struct names sessmon_names_groups;
extern const struct names sessmon_names_hooks;
extern const struct names sessmon_names_record;
extern const struct names sessmon_names_difference;
extern const struct names sessmon_names_tty_action;
extern const struct names sessmon_names_reparent;
extern const struct names sessmon_names_ptrace;

/* By enum sessmon_name_kind. */
extern const struct names *const sessmon_names[14];

#endif /* SESSMON_NAMES_WIRE_H */
