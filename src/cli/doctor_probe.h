/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The probes of --doctor. Each runs in a child made for it and may leave that child in any
 * state. `detail` (DOCTOR_DETAIL_MAX bytes, empty at first) takes a remark for the user.
 */
#ifndef PTJAIL_CLI_DOCTOR_PROBE_H
#define PTJAIL_CLI_DOCTOR_PROBE_H

#include <stdbool.h>

#define DOCTOR_DETAIL_MAX 96

typedef bool doctor_probe(char *detail);

doctor_probe doctor_probe_ptrace;
doctor_probe doctor_probe_syscall_info;
doctor_probe doctor_probe_seccomp;
doctor_probe doctor_probe_openat2;
doctor_probe doctor_probe_process_vm;
doctor_probe doctor_probe_memfd_exec;
doctor_probe doctor_probe_seals;
doctor_probe doctor_probe_mseal;
doctor_probe doctor_probe_statx;
doctor_probe doctor_probe_set_mm;
doctor_probe doctor_probe_pidfd_getfd;
doctor_probe doctor_probe_landlock;
doctor_probe doctor_probe_spool;

#endif
