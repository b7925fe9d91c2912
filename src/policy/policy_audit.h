/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What becomes of decisions: a line per denial for --audit, and the policy that a run would
 * have needed for --learn. Texts only; the caller writes them somewhere.
 */
#ifndef PTJAIL_POLICY_POLICY_AUDIT_H
#define PTJAIL_POLICY_POLICY_AUDIT_H

#include "policy/policy.h"

/*
 * "deny read /etc/shadow pid 12 openat EACCES (line 3: deny /etc)". Bytes that are no
 * printable ASCII are shown as \xNN: a path cannot forge a line. NULL: no memory.
 */
char *policy_audit_path(TALLOC_CTX *ctx, const struct policy_decision *decision, const char *path,
			int pid, const char *call);

/* Which rule it is: "--deny /etc", or "line 3 of the policy (deny /etc)". NULL: no memory. */
char *policy_rule_text(TALLOC_CTX *ctx, const struct policy_rule *rule);

/* "deny net 10.1.2.3:80 pid 12 connect EACCES". */
char *policy_audit_address(TALLOC_CTX *ctx, const uint8_t address[16], unsigned int port, int pid,
			   const char *call);

/* "deny net AF_INET pid 12 socket EAFNOSUPPORT": there are no sockets of this domain. */
char *policy_audit_domain(TALLOC_CTX *ctx, unsigned int domain, int pid, const char *call);

/* "deny call pid 12 bpf EPERM": one that nobody has in the jail. */
char *policy_audit_call(TALLOC_CTX *ctx, int pid, const char *call, int error);

struct policy_learned;

struct policy_learned *policy_learned_new(TALLOC_CTX *ctx);

/* Notes that the run used these classes of this path. -ENOMEM. */
int policy_learned_add(struct policy_learned *learned, const char *path,
		       unsigned int classes) MUST_CHECK;
/* That it made a socket. */
void policy_learned_add_socket(struct policy_learned *learned);
/* That it bound one: to an address of this machine only? to whatever port is free? */
void policy_learned_add_bound(struct policy_learned *learned, bool loopback, bool any_port);
int policy_learned_add_address(struct policy_learned *learned, const uint8_t address[16],
			       unsigned int port) MUST_CHECK;

/*
 * The policy, in the format of policy_parse(): all is denied but what was noted. A place that
 * the run made is written as any name in its directory, since such names often vary, and so are
 * the numbers of processes in /proc, and ports of this machine that the kernel may have chosen.
 */
char *policy_learned_text(TALLOC_CTX *ctx, struct policy_learned *learned);

#endif
