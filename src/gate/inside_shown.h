/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Files as in-process code shows them: as the host has them, or, where owners are faked, with
 * the gate's copy of the database laid over. Private to inside*.c. Errors are -errno.
 */
#ifndef PTJAIL_GATE_INSIDE_SHOWN_H
#define PTJAIL_GATE_INSIDE_SHOWN_H

#include <asm/stat.h>
#include <linux/stat.h>
#include <stdbool.h>
#include <stdint.h>

#include "gate/inside.h"

/* Both lie elsewhere (inside.h). */
const struct gate_config *inside_config_of(void);
struct gate_private *inside_private_page(void);

static inline bool inside_is_faked(void)
{
	return inside_config_of()->owners != 0;
}

/* What the host says of the object that a descriptor is of: its device as in struct stat. */
struct inside_object {
	uint64_t dev, ino;
	uint32_t mode;
};
int64_t inside_identify(int fd, struct inside_object *ret);

/*
 * What the guest shall see of a descriptor; written to its memory at `buffer`. GATE_CALL_IT:
 * only the tracer knows.
 */
int64_t inside_stat(int fd, uint64_t buffer);
int64_t inside_statx(int fd, unsigned int mask, uint64_t buffer);

/* What the guest shall see of a descriptor's object, and how that is known. */
struct inside_whole {
	uint32_t uid, gid, mode;
	uint32_t known; /* GATE_OWNER_* of its entry; 0: it has none */
	bool is_users;  /* on the host: ptjail's user may change it */
};
/* 0, an error of the host's, or GATE_CALL_IT: only the tracer knows. Faked owners only. */
int64_t inside_look(int fd, struct inside_whole *ret);

/* Some directory may give new files its group, or what its default ACL says. */
bool inside_gives_to_new_files(void);
/* Nothing is changing, and no entry can be taken for that of a file which is new. */
bool inside_knows_new_files(void);
/* On the host it has the group that the user's files have. */
bool inside_is_in_own_group(int fd);

/* access(2) by a caller whom no mode stops, faked owners only. 0, -EACCES or GATE_CALL_IT. */
int64_t inside_may(int fd, unsigned int want);

/* The object of the descriptor is what an open of it shall give: no placeholder. */
bool inside_is_itself(int fd);

/* Some file is a placeholder. */
bool inside_has_devices(void);

#endif
