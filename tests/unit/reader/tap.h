/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Test Anything Protocol, as much of it as is needed. */
#ifndef TESTS_HOST_TAP_H
#define TESTS_HOST_TAP_H

#include <stdio.h>
#include <string.h>

static int tap_n, tap_failed;

#define ok(cond, ...)                                                       \
	do {                                                                \
		int ok_ = !!(cond);                                         \
		tap_failed += !ok_;                                         \
		printf("%s %d - ", ok_ ? "ok" : "not ok", ++tap_n);         \
		printf(__VA_ARGS__);                                        \
		printf("\n");                                               \
		if (!ok_)                                                   \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond); \
	} while (0)

#define is_text(got, want, what)                                                       \
	do {                                                                           \
		const char *got_ = (got), *want_ = (want);                             \
		ok(got_ && !strcmp(got_, want_), "%s", what);                          \
		if (!got_ || strcmp(got_, want_))                                      \
			printf("# got  %s\n# want %s\n", got_ ? got_ : "NULL", want_); \
	} while (0)

static inline int tap_done(void)
{
	printf("1..%d\n", tap_n);
	return tap_failed != 0;
}

#endif /* TESTS_HOST_TAP_H */
