/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an ordinary user may do to a machine, and who suffers from it.
 */
#ifndef ABUSE_H
#define ABUSE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* End with a message if something that must succeed did not. */
#define must(call) must_(call, #call, __FILE__, __LINE__)
long must_(long result, const char *call, const char *file, int line);

uint64_t now(void); /* ns of the monotonic clock */
void pause_for_ever(void);
void start_thread(void *(*body)(void *), void *arg, size_t stack);

/* Each is a command; what it does is said where it is. */
int threads_in_ways(char **argv);
int flood_tracer(char **argv);
int flood_zombies(char **argv);
int flood_orphans(char **argv);
int flood_creds(char **argv);
int flood_tty(char **argv);
int flood_name(char **argv);
int flood_namespaces(char **argv);
int flood_leader(char **argv);
int flood_sessions(char **argv);
int flood_containers(char **argv);
int victim(char **argv);
int nothing(char **argv);

#endif
