// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there.
 *
 * The names of the wire's enums and flags, with underscores.
 */
#include "names_wire.h"

#define NAMES(table)                                                      \
	{                                                                 \
		(table), (unsigned int)(sizeof(table) / sizeof(*(table))) \
	}

/* One to a line, so that a new one is one line of a change. */
/* clang-format off */

static const char *const event[] = {
	"unspec",
	"fork",
	"exec",
	"exit",
	"setsid",
	"setpgid",
	"creds",
	"reparent",
	"namespaces",
	"ptrace",
	"rename",
	"session_start",
	"session_end",
	"session_tty",
	"session_class",
	"lost",
	"attached",
	"detaching",
	"session_flags",
	"session_leader",
	"hooks",
};

const struct names sessmon_names_event = NAMES(event);

static const char *const class[] = {
	"unknown",
	"kernel",
	"init",
	"host_access",
	"interactive_remote",
	"noninteractive_remote",
	"terminal",
	"service",
};

const struct names sessmon_names_class = NAMES(class);

static const char *const reason[] = {
	"none",
	"kernel_thread",
	"pid1",
	"door_program",
	"door_tty",
	"door_no_tty",
	"remote_tty",
	"remote_no_tty",
	"getty_login",
	"detached_tty",
	"detached",
	"service_tty",
	"service",
	"work_in_door",
	"container",
	"unit_tty",
	"user_tty",
};

const struct names sessmon_names_reason = NAMES(reason);

static const char *const entry[] = {
	"unknown",
	"init",
	"sshd",
	"ssm",
	"kubelet",
	"teleport",
	"container",
	"terminal",
	"console",
	"cron",
	"remote",
	"display",
	"kthread",
};

const struct names sessmon_names_entry = NAMES(entry);

static const char *const process_flags[] = {
	"kthread",
	"inferred",
	"exited",
	"leader_exited",
	"subreaper",
	"creds_diverge",
	"traced",
	"set_ids",
};

const struct names sessmon_names_process_flags = NAMES(process_flags);

static const char *const exe_flags[] = {
	"memfd",
	"deleted",
	"overlay",
	"verity",
	"script",
	"setuid",
	"setgid",
	"secureexec",
	"args_truncated",
	"args_missing",
	"path_missing",
	"fallback",
	"inferred",
	"other_mnt_ns",
	"host_access",
	"scheduler",
	"getty",
	"relay",
	"inline",
	"at_terminal",
};

const struct names sessmon_names_exe_flags = NAMES(exe_flags);

static const char *const session_flags[] = {
	"inferred",
	"detached",
	"had_tty",
	"mux",
	"container",
	"service_tty",
	"outlives_login",
	"unknown_door",
	"turned_interactive",
	"leader_exited",
	"user_door",
};

const struct names sessmon_names_session_flags = NAMES(session_flags);

static const char *const groups[] = {
	"session",
	"lifecycle",
	"security",
};

const struct names sessmon_names_groups = NAMES(groups);

static const char *const hooks[] = {
	"create",
	"exec",
	"exit",
	"exec_capture",
	"exec_discard",
	"setsid",
	"peer",
	"tty_gained",
	"tty_lost",
	"tty_hangup",
	"creds",
	"reparent",
	"namespaces",
	"ptrace",
	"rename",
	"reap",
	"boot_id",
	"mnt_ns",
	"ptrace_traceme",
	"ptrace_end",
};

const struct names sessmon_names_hooks = NAMES(hooks);

static const char *const record[] = {
	"none",
	"session",
	"all",
};

const struct names sessmon_names_record = NAMES(record);

static const char *const difference[] = {
	"none",
	"missing",
	"stale",
	"session",
	"group",
	"parent",
	"uid",
	"euid",
	"tty",
	"traced",
};

const struct names sessmon_names_difference = NAMES(difference);

static const char *const tty_action[] = {
	"none",
	"gained",
	"lost",
	"stolen",
	"hangup",
};

const struct names sessmon_names_tty_action = NAMES(tty_action);

static const char *const reparent[] = {
	"none",
	"init",
	"subreaper",
	"sibling",
};

const struct names sessmon_names_reparent = NAMES(reparent);

static const char *const ptrace[] = {
	"none",
	"attach",
	"traceme",
	"auto",
	"detach",
};

const struct names sessmon_names_ptrace = NAMES(ptrace);

const struct names *const sessmon_names[] = {
	[SESSMON_NAME_EVENT] = &sessmon_names_event,
	[SESSMON_NAME_CLASS] = &sessmon_names_class,
	[SESSMON_NAME_REASON] = &sessmon_names_reason,
	[SESSMON_NAME_ENTRY] = &sessmon_names_entry,
	[SESSMON_NAME_PROCESS_FLAG] = &sessmon_names_process_flags,
	[SESSMON_NAME_EXE_FLAG] = &sessmon_names_exe_flags,
	[SESSMON_NAME_SESSION_FLAG] = &sessmon_names_session_flags,
	[SESSMON_NAME_GROUP] = &sessmon_names_groups,
	[SESSMON_NAME_HOOK] = &sessmon_names_hooks,
	[SESSMON_NAME_RECORD] = &sessmon_names_record,
	[SESSMON_NAME_DIFFERENCE] = &sessmon_names_difference,
	[SESSMON_NAME_TTY_ACTION] = &sessmon_names_tty_action,
	[SESSMON_NAME_REPARENT] = &sessmon_names_reparent,
	[SESSMON_NAME_PTRACE] = &sessmon_names_ptrace,
};
