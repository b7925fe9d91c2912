/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The same where all of the host is shown, so that there is no other place for that directory.
 * ATTACK OPTIONS: -b /:/host
 */
#define SPOOL_PLACE "/host/dev/shm"
#include "spool_reached.c"
