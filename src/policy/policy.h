/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A policy: what the program may do at which places, and which network it may reach. Pure:
 * strings in, decisions out; no file, descriptor or process is looked at here.
 *
 * A rule is (action, classes, place). For each class by itself the LAST rule that names the
 * class and whose place holds the path decides; where none does, the call is allowed. So a
 * policy reads from the general to the particular:
 *
 *   deny /            hide /home            allow look,read /usr
 *
 * Paths are absolute guest paths as the lookup ended: no symlinks, "." or ".." in them.
 * Everything hangs on the policy's talloc context; errors are 0 or -errno.
 */
#ifndef PTJAIL_POLICY_POLICY_H
#define PTJAIL_POLICY_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "policy/policy_match.h"
#include "policy/policy_net.h"
#include "util/compiler.h"

/* What is done to a place. Words of the file format are in policy_class_name(). */
enum policy_class {
	POLICY_LOOK,    /* learn that it is there: stat, access, readlink, chdir, watches */
	POLICY_READ,    /* open it for reading; a directory: list it */
	POLICY_WRITE,   /* change its content */
	POLICY_CREATE,  /* make the name: mkdir, O_CREAT, link, rename to, bind a socket */
	POLICY_REMOVE,  /* take the name away: unlink, rmdir, rename from and over */
	POLICY_META,    /* change owner, mode, times, attributes, also by descriptor */
	POLICY_EXEC,    /* run it, or have it run as an interpreter */
	POLICY_CONNECT, /* connect or send to it as a unix socket */
	POLICY_CLASS_COUNT
};
#define POLICY_LINE_MAX 8191U /* bytes of a line of the file format */

#define POLICY_BIT(class) (1U << (unsigned int)(class))
#define POLICY_ALL        (POLICY_BIT(POLICY_CLASS_COUNT) - 1U)
#define POLICY_CHANGES                                                                             \
	(POLICY_BIT(POLICY_WRITE) | POLICY_BIT(POLICY_CREATE) | POLICY_BIT(POLICY_REMOVE) |        \
	 POLICY_BIT(POLICY_META))

enum policy_action {
	POLICY_ALLOW,
	POLICY_DENY,      /* EACCES */
	POLICY_HIDE,      /* ENOENT, and not listed */
	POLICY_READ_ONLY, /* EROFS for what changes something; says nothing of other classes */
};

struct policy_rule {
	enum policy_action action;
	unsigned int classes; /* POLICY_BITs */
	const char *place;    /* as written */
	struct policy_pattern *pattern;
	unsigned int line; /* in the file; 0: from the command line */
	uint64_t hash;     /* of the place's literal beginning, see policy_index.h */
	size_t before;     /* number, from 1, of the next rule of the same chain; 0: none */
};

struct policy {
	struct policy_rule *rules;
	size_t rule_count;
	size_t *chains; /* numbers, from 1, of the last rule of each; see policy_index.h */
	size_t chain_count;
	struct policy_net net;
	/* What any rule does, so that the rest of ptjail need not do what nobody asks for. */
	unsigned int restricted; /* classes that some rule does not allow */
	bool hides;
};

/* Where a text is wrong, for one sentence. */
struct policy_error {
	unsigned int line;   /* from 1 */
	unsigned int column; /* from 1, in bytes */
	char *text;          /* what is wrong and what was expected; child of the policy */
};

struct policy *policy_new(TALLOC_CTX *ctx);

/*
 * Reads rules behind those there are. The format, one rule a line:
 *
 *   allow|deny|hide|read-only  [CLASS[,CLASS]...]  PLACE     # without classes: all
 *   net none|loopback|full
 *   connect ADDRESS:PORT
 *
 * PLACE may stand in double quotes; \ takes the next byte as it is. -EINVAL: *ret_error is
 * filled and the policy unusable; -ENOMEM.
 */
int policy_parse(struct policy *policy, const char *text, size_t size,
		 struct policy_error *ret_error) MUST_CHECK;

/* Adds one rule; -EINVAL: *ret_why says what is wrong with the place, *ret_at where in it. */
int policy_add(struct policy *policy, enum policy_action action, unsigned int classes,
	       const char *place, unsigned int line, const char **ret_why,
	       size_t *ret_at) MUST_CHECK;

/*
 * The literal beginning of rules[index]'s place turned out to lead to `path`: a rule that
 * says the same of the place there is put behind it. -E2BIG: too many names.
 */
int policy_add_moved(struct policy *policy, size_t index, const char *path) MUST_CHECK;

struct policy_decision {
	enum policy_action action;
	enum policy_class class;
	const struct policy_rule *rule; /* NULL: none speaks of it */
};

/* About one class. */
struct policy_decision policy_decide(const struct policy *policy, const char *path,
				     enum policy_class class);

/* About several at once: the first one that is not allowed, or POLICY_ALLOW. */
struct policy_decision policy_decide_all(const struct policy *policy, const char *path,
					 unsigned int classes);

/* Whether the rules treat both places, and (`below`) all that can lie in them, alike. */
bool policy_is_alike(const struct policy *policy, const char *a, const char *b, bool below);

/*
 * Whether a restricting rule's place, as far as it is literal, is `path` or lies below it:
 * then neither the name nor what it leads to may be exchanged.
 */
bool policy_is_pinned(const struct policy *policy, const char *path);

/* Whether some name directly in directory `path` may be hidden. */
bool policy_may_hide_in(const struct policy *policy, const char *path);

/*
 * Whether no rule behind rules[index] can allow anything at or below its place: then the
 * place may be taken out of sight as a whole.
 */
bool policy_is_final(const struct policy *policy, size_t index);

/* "look", "deny", ... and the class of a word (POLICY_CLASS_COUNT: none). */
const char *policy_class_name(enum policy_class class);
const char *policy_action_name(enum policy_action action);
int policy_action_errno(enum policy_action action);                   /* positive; 0: allowed */
unsigned int policy_classes_of_word(const char *word, size_t length); /* 0: no such word */

#endif
