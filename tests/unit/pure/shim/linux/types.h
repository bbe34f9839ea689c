/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's types, as far as the pure parts of the module use them. */
#ifndef SESSMON_SHIM_TYPES_H
#define SESSMON_SHIM_TYPES_H

#include_next <linux/types.h>
#include <stdbool.h>
#include <stddef.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;

#endif /* SESSMON_SHIM_TYPES_H */
