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

/* Each of the following does one thing in a child, which has ended when it returns. */

/**
 * provoke_exit() - Have a child end with an exit code.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_exit(void);

/**
 * provoke_signal() - Have a child end by a signal.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_signal(void);

/**
 * provoke_exec() - Have a child execute this program again.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_exec(void);

/**
 * provoke_setsid() - Have a child lead a session.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_setsid(void);

/**
 * provoke_setpgid() - Have a child lead a process group.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_setpgid(void);

/**
 * provoke_terminal() - Have a child take a controlling terminal, and lose it to another session.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_terminal(void);

/**
 * provoke_asking() - Have a child ask for a controlling terminal by its ioctl.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_asking(void);

/**
 * provoke_giving_up() - Have a child give up a controlling terminal.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_giving_up(void);

/**
 * provoke_hangup() - Have a child hang up a controlling terminal.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_hangup(void);

/**
 * provoke_creds() - Have a child become another user.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_creds(void);

/**
 * provoke_namespace() - Have a child move to namespaces of its own.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_namespace(void);

/**
 * provoke_joining() - Have a child join those of another process.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_joining(void);

/**
 * provoke_reparent() - Have a child leave an orphan, and see it adopted.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_reparent(void);

/**
 * provoke_traceme() - Have a child ask to be traced by the parent.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_traceme(void);

/**
 * provoke_attach() - Have a child attach to a process, and detach.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_attach(void);

/**
 * provoke_tracer_end() - Have a child attach to a process, and end.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_tracer_end(void);

/**
 * provoke_rename() - Have a child give itself another name.
 *
 * Return: which process it happened to, and when.
 */
struct provoked provoke_rename(void);

#endif /* SESSMON_PROVOKE_H */
