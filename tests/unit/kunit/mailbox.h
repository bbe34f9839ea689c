/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sockets of readers, and a family that sends to them. To the module's sending half
 * they are what a user's program has: real sockets, of a file, with real buffers.
 */
#ifndef SESSMON_TESTS_MAILBOX_H
#define SESSMON_TESTS_MAILBOX_H

#include <kunit/test.h>
#include <net/genetlink.h>
#include <uapi/linux/sessmon.h>

#include "wire/reply.h"

/* Bytes of the longest message that a test reads. */
#define MAILBOX_BYTES 8192U

/**
 * struct mailbox - a reader's socket, as its program has it
 * @sock: the socket
 * @file: its file, of which the program has one reference; NULL when it has ended
 * @port: its address
 * @data: the message that was read last
 */
struct mailbox {
	struct socket *sock;
	struct file *file;
	u32 port;
	char data[MAILBOX_BYTES];
};

int mailbox_family_init(void);
void mailbox_family_exit(void);

struct mailbox *mailbox_open(struct kunit *test);
void mailbox_close(struct mailbox *m);
void mailbox_shrink(struct mailbox *m);
void mailbox_widen(struct mailbox *m);

int mailbox_read(struct mailbox *m);
u8 mailbox_cmd(const struct mailbox *m);
u64 mailbox_number(const struct mailbox *m, int attr);
const struct nlattr *mailbox_attr(const struct mailbox *m, int attr);
int mailbox_ask(struct mailbox *m, u8 cmd, int attr, u32 value);

struct sk_buff *mailbox_letter(struct kunit *test, u64 number);
u64 mailbox_next_letter(struct mailbox *m);

#endif /* SESSMON_TESTS_MAILBOX_H */
