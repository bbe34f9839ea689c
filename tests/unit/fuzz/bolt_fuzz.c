// SPDX-License-Identifier: GPL-2.0-or-later
/* What reads a database of bbolt's, on any bytes. With libFuzzer, or with driver.c. */
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "containers/bolt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const image[] = { "v1", "default", "containers", "cweb", "image", NULL };
	static const char *const digest[] = {
		"v1", "default", "images", "docker.io/lab/signup:2.4.1", "target", "digest", NULL
	};
	struct bolt b = { .fd = memfd_create("bolt", MFD_CLOEXEC), .size = size };

	if (b.fd < 0 || write(b.fd, data, size) != (ssize_t)size)
		return 0;
	if (bolt_take(&b)) {
		bolt_get(&b, image);
		bolt_get(&b, digest);
	}
	bolt_close(&b);
	return 0;
}
