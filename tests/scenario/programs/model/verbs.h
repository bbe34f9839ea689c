/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VERBS_H
#define VERBS_H

/**
 * struct verb - One thing to do
 * @name: as the test calls it, in the environment variable MODEL
 * @run: does it; the process ends with what it returns
 */
struct verb {
	const char *name;
	int (*run)(void);
};

/* Each ends with an entry without a name. */
extern const struct verb verbs_birth[], verbs_exec[], verbs_end[], verbs_session[], verbs_tty[],
	verbs_family[], verbs_creds[], verbs_ns[], verbs_ptrace[], verbs_threads[];

#endif
