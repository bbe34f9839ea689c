/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The generic netlink family.
 */
#ifndef SESSMON_FAMILY_H
#define SESSMON_FAMILY_H

int sessmon_netlink_init(void);
int sessmon_netlink_open(void);
void sessmon_netlink_exit(void);

#endif /* SESSMON_FAMILY_H */
