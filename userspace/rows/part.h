/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts that the rest of a row may have, see rest.h. */
#ifndef SESSMON_STORE_PART_H
#define SESSMON_STORE_PART_H

/**
 * enum rest_part - Parts of a row's rest.
 * @REST_BORN: of the event of a birth, or of what was there
 * @REST_EXEC: of that of a program
 * @REST_END: of that of the end
 * @REST_CHANGE: of any other event, or of a session
 * @REST_WHOLE: the same, of a session that is not what its row says of its birth any more
 * @REST_LOSS: a loss that the library found
 */
enum rest_part {
	REST_BORN = 1,
	REST_EXEC,
	REST_END,
	REST_CHANGE,
	REST_WHOLE,
	REST_LOSS,
};

#endif /* SESSMON_STORE_PART_H */
