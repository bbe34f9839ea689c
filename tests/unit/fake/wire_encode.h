/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there. */
#ifndef TESTS_WIRE_ENCODE_H
#define TESTS_WIRE_ENCODE_H

#include <netlink/netlink.h>

#include "sessmon.h"

void encode_key(struct nl_msg *m, int attr, const struct sessmon_key *o);
void encode_creds(struct nl_msg *m, int attr, const struct sessmon_creds *o);
void encode_ns(struct nl_msg *m, int attr, const struct sessmon_ns *o);
void encode_exe(struct nl_msg *m, int attr, const struct sessmon_exe *o);
void encode_tty(struct nl_msg *m, int attr, const struct sessmon_tty *o);
void encode_peer(struct nl_msg *m, int attr, const struct sessmon_peer *o);
void encode_process(struct nl_msg *m, int attr, const struct sessmon_process *o);
void encode_session(struct nl_msg *m, int attr, const struct sessmon_session *o);
void encode_counters(struct nl_msg *m, int attr, const struct sessmon_counters *o);
void encode_event(struct nl_msg *m, int attr, const struct sessmon_event *o);
void encode_group_sent(struct nl_msg *m, int attr, const struct sessmon_group_sent *o);
void encode_reader(struct nl_msg *m, int attr, const struct sessmon_reader *o);
void encode_stats(struct nl_msg *m, int attr, const struct sessmon_stats *o);
void encode_rule(struct nl_msg *m, int attr, const struct sessmon_rule *o);
void encode_record(struct nl_msg *m, int attr, const struct sessmon_record *o);
void encode_verify(struct nl_msg *m, int attr, const struct sessmon_verify *o);
void encode_difference(struct nl_msg *m, int attr, const struct sessmon_difference *o);

#endif /* TESTS_WIRE_ENCODE_H */
