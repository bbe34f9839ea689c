/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reliable readers: sent each message by itself, and held for.
 *
 * Multicast drops what a socket has no room for. A reader that registers is sent
 * the same messages to its own address; what its socket cannot take waits here and
 * is tried again, so that the reader may be slow for a while and loses nothing.
 * The worker never waits for a reader, and no reader for another: what waits for
 * one is bounded in bytes, and in time without progress. Beyond that it is demoted:
 * what waits is dropped and counted, the reader is told as soon as it has room, and
 * nothing is held for it until it registers again.
 *
 * Lifetime: a reader is known by the file of its socket, of which it holds a
 * reference. That keeps its address from being given to anybody else, who would
 * then be sent what it may not see; and it tells when the reader has gone, because
 * then ours is the last reference.
 */
#ifndef SESSMON_READER_H
#define SESSMON_READER_H

#include "wire/message.h"

struct genl_info;

int sessmon_readers_init(void);
void sessmon_readers_exit(void);
bool sessmon_readers_want(enum sessmon_group group);
void sessmon_readers_send(struct sk_buff *skb, enum sessmon_group group, unsigned int events);
int sessmon_readers_register(struct sk_buff *skb, struct genl_info *info, unsigned long groups);
int sessmon_readers_put(struct sk_buff *skb);

#endif /* SESSMON_READER_H */
