/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SESSMON_SHIM_KERNEL_H
#define SESSMON_SHIM_KERNEL_H

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif /* SESSMON_SHIM_KERNEL_H */
