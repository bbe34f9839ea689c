/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is received on its way into batches: events, and in its place among them the table.
 * What the table has is told between the events before it and those after it, so that
 * nothing is missing, and nothing twice.
 */
#ifndef SESSMON_INTAKE_H
#define SESSMON_INTAKE_H

#include "record/recorder.h"

/**
 * struct intake - What the thread that receives keeps of the stream.
 * @r: recorder
 * @s: handle
 * @batch: what is being filled, or NULL
 * @joined: the table has been told
 * @wrong: it is to be told anew
 * @due: when that may be done, ns of CLOCK_MONOTONIC
 * @pause: how long that is after the last time
 * @asked: when the module was asked for @as_of, ns of CLOCK_MONOTONIC; 0 if it was not
 * @as_of: events up to this number come before the table
 */
struct intake {
	struct recorder *r;
	struct sessmon *s;
	struct batch *batch;
	bool joined, wrong;
	uint64_t due, pause;
	uint64_t asked, as_of;
};

/**
 * intake_begin() - Subscribe, and tell the table.
 * @in: intake, with a handle
 *
 * Return: 0 or a negative error of the library.
 */
int intake_begin(struct intake *in);

/**
 * intake_event() - Take an event.
 * @in: intake
 * @e: it
 */
void intake_event(struct intake *in, const struct sessmon_event *e);

/**
 * intake_due() - When something is to be done that no event tells.
 * @in: intake
 *
 * Return: ns of CLOCK_MONOTONIC, 0 if there is nothing.
 */
uint64_t intake_due(const struct intake *in);

/**
 * intake_do() - Do what is due: a batch has waited for long enough, the table is wrong.
 * @in: intake
 *
 * Return: 0 or a negative error of the library.
 */
int intake_do(struct intake *in);

/**
 * intake_end() - Tell that the run ends, and hand over what there is.
 * @in: intake
 * @end: why
 */
void intake_end(struct intake *in, enum store_end end);

#endif /* SESSMON_INTAKE_H */
