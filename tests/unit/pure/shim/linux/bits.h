/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SESSMON_SHIM_BITS_H
#define SESSMON_SHIM_BITS_H

#define BIT_ULL(n) (1ULL << (n))

#endif /* SESSMON_SHIM_BITS_H */
