// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory that is there, or the program ends. */
#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>

static void *checked(void *p)
{
	if (!p) {
		fputs("sessmon: out of memory\n", stderr);
		exit(1);
	}
	return p;
}

void *xalloc(size_t n, size_t size)
{
	return checked(calloc(n ? n : 1, size));
}

void *xmore(void *list, size_t n, size_t size)
{
	return checked(reallocarray(list, n ? n : 1, size));
}

void *xgrow(void *list, size_t n, size_t size)
{
	return n & (n - 1) ? list : xmore(list, n * 2, size);
}
