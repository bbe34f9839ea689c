/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Deducing where sessions came from that lived before the module did.
 */
#ifndef SESSMON_INFER_H
#define SESSMON_INFER_H

#include <linux/types.h>

void sessmon_infer(bool tell);
void sessmon_infer_again(void);

#endif /* SESSMON_INFER_H */
