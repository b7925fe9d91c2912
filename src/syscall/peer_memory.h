/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * process_vm_readv and process_vm_writev with another member, whose number is held for as long:
 * others wait meanwhile, so each call moves a part of what it was asked for, and says so, as it
 * does where not all can be moved.
 */
#ifndef PTJAIL_SYSCALL_PEER_MEMORY_H
#define PTJAIL_SYSCALL_PEER_MEMORY_H

#include "syscall/call.h"

struct outcome peer_memory_move(struct call *call);

#endif
