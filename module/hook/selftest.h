/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Are the hooks called at all?
 */
#ifndef SESSMON_SELFTEST_H
#define SESSMON_SELFTEST_H

int sessmon_selftest(void);

#endif /* SESSMON_SELFTEST_H */
