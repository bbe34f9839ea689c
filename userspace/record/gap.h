/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is missing, as the history has it. */
#ifndef SESSMON_RECORD_GAP_H
#define SESSMON_RECORD_GAP_H

#include "record/batch.h"
#include "store/fact.h"

/**
 * gap_of_loss() - What was lost on the way.
 * @e: event that tells of it
 * @last: when the event before it was, ns since 1970 UTC; 0 if there was none
 *
 * Return: gap; lost since the last event, as far as anybody knows.
 */
struct store_gap gap_of_loss(const struct sessmon_event *e, uint64_t last);

/**
 * gap_of_missing() - What came and could not be written.
 * @m: its account
 *
 * Return: gap.
 */
struct store_gap gap_of_missing(const struct missing *m);

#endif /* SESSMON_RECORD_GAP_H */
