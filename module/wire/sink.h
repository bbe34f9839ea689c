/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the worker's messages go: to the members of a multicast group, and to the readers
 * that have registered.
 */
#ifndef SESSMON_SINK_H
#define SESSMON_SINK_H

struct sessmon_sink;

const struct sessmon_sink *sessmon_sink_netlink(void);
void sessmon_sink_open(void);
void sessmon_sink_close(void);

#endif /* SESSMON_SINK_H */
