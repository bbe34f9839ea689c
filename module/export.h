/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The worker that turns records into messages.
 */
#ifndef SESSMON_EXPORT_H
#define SESSMON_EXPORT_H

#include <linux/skbuff.h>

/**
 * enum sessmon_group - who wants what, by rate
 * @SESSMON_GROUP_SESSION: sessions start, end, change; few
 * @SESSMON_GROUP_LIFECYCLE: processes come, go, execute, move; many
 * @SESSMON_GROUP_SECURITY: credentials, namespaces, tracing
 * @SESSMON_GROUPS: how many; also "all of them"
 */
enum sessmon_group {
	SESSMON_GROUP_SESSION,
	SESSMON_GROUP_LIFECYCLE,
	SESSMON_GROUP_SECURITY,
	SESSMON_GROUPS,
};

/**
 * struct sessmon_sink - where messages go
 * @listening: does anybody listen to a group? Any context
 * @begin: start a message of events in a fresh buffer; returns its header
 * @send: end the message and send it to a group; takes the buffer over; may sleep
 */
struct sessmon_sink {
	bool (*listening)(enum sessmon_group group);
	void *(*begin)(struct sk_buff *skb);
	void (*send)(struct sk_buff *skb, void *hdr, enum sessmon_group group);
};

int sessmon_export_start(const struct sessmon_sink *to);
void sessmon_export_stop(void);

#endif /* SESSMON_EXPORT_H */
