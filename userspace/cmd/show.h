/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How one object is shown, from whichever table. */
#ifndef SESSMON_SHOW_H
#define SESSMON_SHOW_H

#include "base/key.h"
#include "text/printer.h"

/**
 * struct show - What is printed.
 * @p: printer
 * @s: handle, NULL if the printer's table has all there is
 * @options: verb and options, as they were written
 * @n_options: how many
 * @json: documents instead of text
 * @any: there was something before, and text needs a line between
 */
struct show {
	struct printer p;
	struct sessmon *s;
	char **options;
	int n_options;
	bool json, any;
};

/**
 * enum show_verdict - What became of a key.
 * @SHOW_OK: it was shown
 * @SHOW_NONE: nothing has it
 * @SHOW_FAILED: it could not be written
 */
enum show_verdict {
	SHOW_OK,
	SHOW_NONE,
	SHOW_FAILED,
};

/**
 * show_object() - Show an object.
 * @w: what is printed
 * @k: which
 *
 * Return: enum show_verdict.
 */
enum show_verdict show_object(struct show *w, const struct key_request *k);

#endif /* SESSMON_SHOW_H */
