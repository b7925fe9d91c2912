/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What the host's kernel offers, found by trying, never by its version. */
#ifndef PTJAIL_SYSCALL_FEATURES_H
#define PTJAIL_SYSCALL_FEATURES_H

#include "syscall/jail.h"

struct features features_probe(void);

#endif
