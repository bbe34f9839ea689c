// SPDX-License-Identifier: LGPL-2.1-or-later
/* Errors of the library in words. */
#include <errno.h>
#include <string.h>

#include "sessmon.h"

const char *sessmon_strerror(int err)
{
	switch (-err) {
	case SESSMON_E_NOT_LOADED:
		return "the kernel module is not loaded (modprobe sessmon)";
	case SESSMON_E_VERSION:
		return "the kernel module speaks another version of the protocol";
	case SESSMON_E_GARBLED:
		return "the kernel module's answer makes no sense";
	case EPERM:
		return "not permitted (needs CAP_SYS_ADMIN and CAP_NET_ADMIN)";
	case EUSERS:
		return "there are too many reliable readers";
	case ESRCH:
		return "no such process or session";
	default:
		return strerror(-err);
	}
}
