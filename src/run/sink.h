/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Where the lines go that ptjail writes while the jail runs (--trace, --audit). Whoever reads
 * slowly is waited for, and nothing is lost. Whoever takes nothing for long (a reader that waits
 * for a member, perhaps) holds up nobody: lines are lost until it reads on, and is told how many.
 */
#ifndef PTJAIL_RUN_SINK_H
#define PTJAIL_RUN_SINK_H

#include <stdio.h>

/*
 * A stream to `fd`, which it owns from now on. NULL: see errno. Its end, fclose(), fails if
 * something was lost that its reader could not be told of; EPIPE: there was none any more.
 */
FILE *sink_open(int fd);

#endif
