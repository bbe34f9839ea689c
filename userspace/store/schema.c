// SPDX-License-Identifier: GPL-2.0-or-later
/* The schema, as text in the program: see schema.sql. */
#include "store/schema.h"

const char store_schema[] =
#include "store/schema.inc"
	;
