/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Doing in processes of our own what the module has to notice.
 */
#ifndef SESSMON_PROVOKE_H
#define SESSMON_PROVOKE_H

#include <stdint.h>

/** PROVOKE_EXIT_CODE - What a provoking process ends with. */
#define PROVOKE_EXIT_CODE 42

/** PROVOKE_NAME - What one of them calls itself. */
#define PROVOKE_NAME "sessmon-hooks"

/**
 * struct provoked - What came of it.
 * @pid: the process that it happened to
 * @error: why it could not be done, an errno, or 0
 * @done: when it was done, and the process had not ended, ns of boot time
 */
struct provoked {
	uint32_t pid;
	int error;
	uint64_t done;
};

/* Each does one thing, in a process that has ended when it returns. */
struct provoked provoke_exit(void);
struct provoked provoke_signal(void);
struct provoked provoke_exec(void);
struct provoked provoke_setsid(void);
struct provoked provoke_setpgid(void);
struct provoked provoke_terminal(void);
struct provoked provoke_asking(void);
struct provoked provoke_giving_up(void);
struct provoked provoke_hangup(void);
struct provoked provoke_creds(void);
struct provoked provoke_namespace(void);
struct provoked provoke_joining(void);
struct provoked provoke_reparent(void);
struct provoked provoke_traceme(void);
struct provoked provoke_attach(void);
struct provoked provoke_tracer_end(void);
struct provoked provoke_rename(void);

#endif /* SESSMON_PROVOKE_H */
