/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Keeps the copy of the database that in-process code reads (gate/owners_view.h): written by
 * owners_account() and nobody else, so that each change of an entry is in it before the
 * call that made it is answered. Private to owners*.c but for owners.h's part of it.
 */
#ifndef PTJAIL_FAKEROOT_OWNERS_VIEW_H
#define PTJAIL_FAKEROOT_OWNERS_VIEW_H

#include "fakeroot/owners_private.h"

/* The entry is shown from now on, as it is; or is not any more, and was shown as it still is. */
void owners_view_add(struct owners *owners, const struct owners_entry *entry);
void owners_view_remove(struct owners *owners, const struct owners_entry *entry);

#endif
