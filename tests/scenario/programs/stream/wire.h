/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Generic netlink by hand, for tests: nothing here is shared with the reader.
 */
#ifndef TESTS_VM_STREAM_WIRE_H
#define TESTS_VM_STREAM_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/sessmon.h>

#define GROUPS 3

/** struct wire - A socket, and what the kernel calls the family. */
struct wire {
	int fd;
	uint16_t family;
	uint32_t group[GROUPS];
};

extern const char *const group_names[GROUPS];

int wire_socket(void);
int wire_open(struct wire *w);
int wire_send(int fd, uint16_t type, uint16_t flags, uint8_t cmd, const void *attrs, size_t len);
size_t wire_put(void *to, uint16_t type, const void *payload, size_t len);
int wire_join(const struct wire *w, unsigned int group);
int wire_register(const struct wire *w, uint32_t groups);

/** wire_attr() - The first attribute of one number; NULL if there is none. */
const struct nlattr *wire_attr(const void *attrs, size_t len, unsigned int type);
/** wire_next() - The next one of one number before @end; *@at is moved behind it. */
const struct nlattr *wire_next(const char **at, const char *end, unsigned int type);
/** wire_inside() - What is nested in an attribute, and how long it is; 0 without one. */
const char *wire_inside(const struct nlattr *a, size_t *len);
uint64_t wire_number(const struct nlattr *a);

int verb_read(int argc, char **argv);
int verb_storm(int argc, char **argv);
int verb_probe(int argc, char **argv);
int verb_fuzz(int argc, char **argv);
int verb_crowd(int argc, char **argv);
int verb_wait(int argc, char **argv);
int verb_unload(int argc, char **argv);
int verb_reuse(int argc, char **argv);
int verb_exodus(int argc, char **argv);
int verb_ends(int argc, char **argv);

#endif /* TESTS_VM_STREAM_WIRE_H */
