// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names of numbers that are the kernel's own.  Written out rather than taken
 * from headers, which may be older than the kernel that is running.
 */
#include "names/names.h"

#define NAMES(table)                                                      \
	{                                                                 \
		table, (unsigned int)(sizeof(table) / sizeof((table)[0])) \
	}

static const char *const capabilities[] = {
	"CAP_CHOWN",
	"CAP_DAC_OVERRIDE",
	"CAP_DAC_READ_SEARCH",
	"CAP_FOWNER",
	"CAP_FSETID",
	"CAP_KILL",
	"CAP_SETGID",
	"CAP_SETUID",
	"CAP_SETPCAP",
	"CAP_LINUX_IMMUTABLE",
	"CAP_NET_BIND_SERVICE",
	"CAP_NET_BROADCAST",
	"CAP_NET_ADMIN",
	"CAP_NET_RAW",
	"CAP_IPC_LOCK",
	"CAP_IPC_OWNER",
	"CAP_SYS_MODULE",
	"CAP_SYS_RAWIO",
	"CAP_SYS_CHROOT",
	"CAP_SYS_PTRACE",
	"CAP_SYS_PACCT",
	"CAP_SYS_ADMIN",
	"CAP_SYS_BOOT",
	"CAP_SYS_NICE",
	"CAP_SYS_RESOURCE",
	"CAP_SYS_TIME",
	"CAP_SYS_TTY_CONFIG",
	"CAP_MKNOD",
	"CAP_LEASE",
	"CAP_AUDIT_WRITE",
	"CAP_AUDIT_CONTROL",
	"CAP_SETFCAP",
	"CAP_MAC_OVERRIDE",
	"CAP_MAC_ADMIN",
	"CAP_SYSLOG",
	"CAP_WAKE_ALARM",
	"CAP_BLOCK_SUSPEND",
	"CAP_AUDIT_READ",
	"CAP_PERFMON",
	"CAP_BPF",
	"CAP_CHECKPOINT_RESTORE",
};

const struct names names_capabilities = NAMES(capabilities);

/* Bits 0 to 7 are the signal that the parent gets. */
static const char *const clone_flags[] = {
	[8] = "VM",
	[9] = "FS",
	[10] = "FILES",
	[11] = "SIGHAND",
	[12] = "PIDFD",
	[13] = "PTRACE",
	[14] = "VFORK",
	[15] = "PARENT",
	[16] = "THREAD",
	[17] = "NEWNS",
	[18] = "SYSVSEM",
	[19] = "SETTLS",
	[20] = "PARENT_SETTID",
	[21] = "CHILD_CLEARTID",
	[22] = "DETACHED",
	[23] = "UNTRACED",
	[24] = "CHILD_SETTID",
	[25] = "NEWCGROUP",
	[26] = "NEWUTS",
	[27] = "NEWIPC",
	[28] = "NEWUSER",
	[29] = "NEWPID",
	[30] = "NEWNET",
	[31] = "IO",
	[32] = "CLEAR_SIGHAND",
	[33] = "INTO_CGROUP",
};

const struct names names_clone_flags = NAMES(clone_flags);

static const char *const securebits[] = {
	"NOROOT",    "NOROOT_LOCKED",	 "NO_SETUID_FIXUP",	 "NO_SETUID_FIXUP_LOCKED",
	"KEEP_CAPS", "KEEP_CAPS_LOCKED", "NO_CAP_AMBIENT_RAISE", "NO_CAP_AMBIENT_RAISE_LOCKED",
};

const struct names names_securebits = NAMES(securebits);
