/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the test programs do: system calls that report themselves.
 */
#ifndef ACT_H
#define ACT_H

#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "say.h"

/* End with a message if the test itself could not be set up. */
#define must(call) must_(call, #call, __FILE__, __LINE__)
long must_(long result, const char *call, const char *file, int line);

/**
 * act_clone() - clone3, reported by both sides
 * @args: as for the call; no memory of it is shared
 *
 * Return: 0 in the child, its number in the parent.
 */
pid_t act_clone(struct clone_args *args);

/* The same with flags and nothing else. */
pid_t act_fork(uint64_t flags);

/* The parent's half of the report, for who calls the kernel itself. */
pid_t act_forked(uint64_t flags, pid_t child);

/* Say so and _exit(). */
_Noreturn void act_exit(int code);

/* Wait for the end of a child, of any if it is -1; its status. */
int act_reap(pid_t child);

/**
 * act_exec() - Execute this program again
 * @path: another name of it, or NULL
 * @argv: its arguments, or NULL for the usual ones
 * @verb: what to do then; NULL for nothing
 *
 * Returns only if the kernel refused, which is said.
 */
void act_exec(const char *path, char *const argv[], const char *verb);

/* Announce an exec by other means; the environment then names @verb. */
void act_exec_begin(const char *verb);
void act_exec_refused(const char *path);

/* A thread that runs to its end before this returns; what it returned. */
void *act_thread(void *(*body)(void *), void *arg);

/* One process opens what others wait at. */
struct gate {
	int fds[2];
};

struct gate gate_new(void);
void gate_wait(struct gate *g);
void gate_await_closed(struct gate *g); /* by the end of all others who hold it */
void gate_open(struct gate *g);

/* Stop here until the test has looked at us; it sends SIGUSR1. */
void act_hold(void);

/* Wait until this process has another parent. */
void act_await_orphaned(pid_t parent);

void write_file(const char *path, const char *format, ...);
const char *self_path(void);
const char *argument(void);

#endif
