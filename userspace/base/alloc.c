// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory that is there, or the program ends. */
#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>

void *xalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size);

	if (!p) {
		fputs("sessmon: out of memory\n", stderr);
		exit(1);
	}
	return p;
}
