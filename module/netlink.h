/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The generic netlink family.
 */
#ifndef SESSMON_NETLINK_H
#define SESSMON_NETLINK_H

int sessmon_netlink_init(void);
int sessmon_netlink_open(void);
void sessmon_netlink_exit(void);
const struct sessmon_sink *sessmon_netlink_sink(void);

#endif /* SESSMON_NETLINK_H */
