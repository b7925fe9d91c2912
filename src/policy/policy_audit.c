/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Decisions in words (policy_audit.h). Must never let a guest's bytes end a line. */
#include "policy/policy_audit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <uthash.h>

#include "util/control.h"

/* A policy of this size could not be read; what a run makes takes fewer lines than it has names. */
#define LEARNED_MOST (16U << 20)
/* The least port that Linux itself chooses, unless told otherwise. */
#define CHOSEN_PORT_LEAST 32768U
#define NO_ROOM           "# There was no room for all of it.\n"

struct learned_place {
	char *path;
	unsigned int classes;
	UT_hash_handle hh;
};

struct learned_address {
	struct {
		uint8_t bytes[16];
		uint16_t port;
		uint16_t any_port;
	} key;
	UT_hash_handle hh;
};

struct policy_learned {
	struct learned_place *places;
	struct learned_address *addresses;
	size_t size; /* bytes that all of them take, about */
	bool is_full;
	bool makes_sockets;
	bool binds_beyond; /* at addresses that others reach */
	bool binds_any_port;
};

static char *printable(TALLOC_CTX *ctx, const char *bytes)
{
	char *text = talloc_size(ctx, 4 * strlen(bytes) + 1);
	char *to = text;

	for (; text != NULL && *bytes != '\0'; bytes++) {
		if (*bytes > ' ' && *bytes < 0x7f && *bytes != '\\')
			*to++ = *bytes;
		else
			to += sprintf(to, "\\x%02x", (unsigned char)*bytes);
	}
	if (text != NULL)
		*to = '\0';
	return text;
}

char *policy_audit_path(TALLOC_CTX *ctx, const struct policy_decision *decision, const char *path,
			int pid, const char *call)
{
	char *shown = printable(ctx, path);
	const char *name = strerrorname_np(policy_action_errno(decision->action));
	char *text;

	if (shown == NULL)
		return NULL;
	text = talloc_asprintf(ctx, "%s %s %s pid %d %s %s", policy_action_name(decision->action),
			       policy_class_name(decision->class), shown, pid, call,
			       name == NULL ? "?" : name);
	talloc_free(shown);
	if (text == NULL || decision->rule == NULL)
		return text;
	shown = printable(ctx, decision->rule->place);
	if (shown == NULL)
		return NULL;
	if (decision->rule->line != 0)
		text = talloc_asprintf_append_buffer(text, " (line %u: %s)", decision->rule->line,
						     shown);
	else
		text = talloc_asprintf_append_buffer(text, " (%s)", shown);
	talloc_free(shown);
	return text;
}

char *policy_rule_text(TALLOC_CTX *ctx, const struct policy_rule *rule)
{
	const char *action = policy_action_name(rule->action);

	if (rule->line == 0)
		return talloc_asprintf(ctx, "--%s %s", action, rule->place);
	return talloc_asprintf(ctx, "line %u of the policy (%s %s)", rule->line, action,
			       rule->place);
}

static char *host_text(TALLOC_CTX *ctx, const uint8_t address[16])
{
	char host[INET6_ADDRSTRLEN];

	(void)inet_ntop(AF_INET6, address, host, sizeof(host));
	if (strncmp(host, "::ffff:", 7) == 0 && strchr(host, '.') != NULL)
		return talloc_strdup(ctx, host + 7);
	return talloc_asprintf(ctx, "[%s]", host);
}

char *policy_audit_address(TALLOC_CTX *ctx, const uint8_t address[16], unsigned int port, int pid,
			   const char *call)
{
	char *host = host_text(ctx, address);
	char *text = host == NULL ? NULL
				  : talloc_asprintf(ctx, "deny net %s:%u pid %d %s EACCES", host,
						    port, pid, call);

	talloc_free(host);
	return text;
}

char *policy_audit_domain(TALLOC_CTX *ctx, unsigned int domain, int pid, const char *call)
{
	const char *name = domain == AF_INET      ? "AF_INET"
			   : domain == AF_INET6   ? "AF_INET6"
			   : domain == AF_NETLINK ? "AF_NETLINK"
						  : NULL;

	return name == NULL ? talloc_asprintf(ctx, "deny net AF_%u pid %d %s EAFNOSUPPORT", domain,
					      pid, call)
			    : talloc_asprintf(ctx, "deny net %s pid %d %s EAFNOSUPPORT", name, pid,
					      call);
}

char *policy_audit_call(TALLOC_CTX *ctx, int pid, const char *call, int error)
{
	const char *name = strerrorname_np(error);

	return talloc_asprintf(ctx, "deny call pid %d %s %s", pid, call, name == NULL ? "?" : name);
}

/* The entries are talloc children; uthash's own tables are not. */
static int free_tables(struct policy_learned *learned)
{
	HASH_CLEAR(hh, learned->places);
	HASH_CLEAR(hh, learned->addresses);
	return 0;
}

struct policy_learned *policy_learned_new(TALLOC_CTX *ctx)
{
	struct policy_learned *learned = talloc_zero(ctx, struct policy_learned);

	if (learned != NULL)
		talloc_set_destructor(learned, free_tables);
	return learned;
}

/* Whether there is room for one more; what there is none for is not noted. */
static bool make_room(struct policy_learned *learned, size_t size)
{
	learned->is_full = learned->is_full || learned->size + size > LEARNED_MOST;
	if (!learned->is_full)
		learned->size += size;
	return !learned->is_full;
}

int policy_learned_add(struct policy_learned *learned, const char *path, unsigned int classes)
{
	struct learned_place *place;

	HASH_FIND_STR(learned->places, path, place);
	if (place == NULL) {
		if (!make_room(learned, sizeof(*place) + strlen(path)))
			return 0;
		place = talloc_zero(learned, struct learned_place);
		if (place == NULL)
			return -ENOMEM;
		place->path = talloc_strdup(place, path);
		if (place->path == NULL) {
			talloc_free(place);
			return -ENOMEM;
		}
		HASH_ADD_KEYPTR(hh, learned->places, place->path, strlen(place->path), place);
	}
	place->classes |= classes;
	return 0;
}

void policy_learned_add_socket(struct policy_learned *learned)
{
	learned->makes_sockets = true;
}

void policy_learned_add_bound(struct policy_learned *learned, bool loopback, bool any_port)
{
	learned->binds_beyond = learned->binds_beyond || !loopback;
	learned->binds_any_port = learned->binds_any_port || any_port;
}

static const char *net_of(const struct policy_learned *learned)
{
	if (learned->addresses != NULL || learned->binds_beyond)
		return "full";
	return learned->makes_sockets ? "loopback" : "none";
}

static int add_address(struct policy_learned *learned, const uint8_t address[16], uint16_t port,
		       bool any_port)
{
	struct learned_address *known;
	struct learned_address *entry = talloc_zero(learned, struct learned_address);

	if (entry == NULL)
		return -ENOMEM;
	memcpy(entry->key.bytes, address, sizeof(entry->key.bytes));
	entry->key.port = port;
	entry->key.any_port = any_port;
	HASH_FIND(hh, learned->addresses, &entry->key, sizeof(entry->key), known);
	if (known != NULL || !make_room(learned, sizeof(*entry)))
		talloc_free(entry);
	else
		HASH_ADD(hh, learned->addresses, key, sizeof(entry->key), entry);
	return 0;
}

int policy_learned_add_address(struct policy_learned *learned, const uint8_t address[16],
			       unsigned int port)
{
	return add_address(learned, address, (uint16_t)port, false);
}

/* A port that the kernel chose for a socket of the jail is another one in the next run. */
static int merge_chosen_ports(struct policy_learned *from, struct policy_learned *to)
{
	static const struct policy_net loopback = { .mode = POLICY_NET_LOOPBACK };
	struct learned_address *address;
	struct learned_address *next;

	HASH_ITER (hh, from->addresses, address, next) {
		const uint8_t *bytes = address->key.bytes;
		uint16_t port = address->key.port;
		bool chosen = from->binds_any_port && port >= CHOSEN_PORT_LEAST &&
			      policy_net_may_reach(&loopback, bytes, port);
		int status = add_address(to, bytes, chosen ? 0 : port, chosen);

		if (status < 0)
			return status;
	}
	return 0;
}

static int merge_created(struct policy_learned *from, struct policy_learned *to)
{
	struct learned_place *place;
	struct learned_place *next;

	HASH_ITER (hh, from->places, place, next) {
		const char *slash = strrchr(place->path, '/');
		char *key;
		int status;

		/* The next run has other process numbers. */
		if (strncmp(place->path, "/proc/", 6) == 0 && place->path[6] >= '0' &&
		    place->path[6] <= '9')
			key = talloc_strdup(to, "/proc/*");
		else if ((place->classes & POLICY_BIT(POLICY_CREATE)) != 0 && slash != NULL)
			key = talloc_asprintf(to, "%.*s/*", (int)(slash - place->path),
					      place->path);
		else
			key = talloc_asprintf(to, " %s", place->path);
		if (key == NULL)
			return -ENOMEM;
		status = policy_learned_add(to, key, place->classes);
		talloc_free(key);
		if (status < 0)
			return status;
	}
	return 0;
}

static int by_path(const struct learned_place *a, const struct learned_place *b)
{
	return strcmp(a->path + (a->path[0] == ' '), b->path + (b->path[0] == ' '));
}

/*
 * Bytes that the format would take for something else are escaped; any byte stands where none may
 * be written as it is. `glob`: all but the last two stand.
 */
static char *quoted(TALLOC_CTX *ctx, const char *path, bool glob)
{
	size_t length = strlen(path) - (glob ? 2 : 0);
	char *text = talloc_size(ctx, 2 * length + 8);
	char *to = text;

	if (text == NULL)
		return NULL;
	*to++ = '"';
	for (size_t i = 0; i < length; i++) {
		if (strchr("\\\"*?[", path[i]) != NULL)
			*to++ = '\\';
		*to++ = control_at(path, i) ? '?' : path[i];
	}
	(void)strcpy(to, glob ? "/*\"" : length == 1 ? ".\"" : "/.\"");
	return text;
}

static char *append_classes(char *text, unsigned int classes)
{
	const char *separator = "";

	for (unsigned int i = 0; text != NULL && i < POLICY_CLASS_COUNT; i++) {
		if ((classes & POLICY_BIT(i)) == 0)
			continue;
		text = talloc_asprintf_append_buffer(text, "%s%s", separator,
						     policy_class_name((enum policy_class)i));
		separator = ",";
	}
	return text;
}

/* Of a place that no rule can name, only that it was used is told. */
static bool is_nameable(const char *path, const char *line)
{
	unsigned int names = 0;

	for (; *path != '\0'; path++)
		names += *path == '/';
	return names <= POLICY_NAMES_MAX && strlen(line) <= POLICY_LINE_MAX;
}

static char *append_places(char *text, struct learned_place *places)
{
	struct learned_place *place;
	struct learned_place *next;

	HASH_ITER (hh, places, place, next) {
		bool glob = place->path[0] != ' ';
		char *shown = quoted(NULL, place->path + (glob ? 0 : 1), glob);
		char *line;

		if (shown == NULL || text == NULL) {
			talloc_free(shown);
			return NULL;
		}
		line = append_classes(talloc_strdup(shown, "allow "), place->classes);
		if (line != NULL)
			line = talloc_asprintf_append_buffer(line, " %s", shown);
		if (line == NULL)
			TALLOC_FREE(text);
		else if (is_nameable(place->path, line))
			text = talloc_asprintf_append_buffer(text, "%s\n", line);
		else
			text = talloc_asprintf_append_buffer(text, "# Too long: %.200s...\n", line);
		talloc_free(shown);
	}
	return text;
}

static char *append_addresses(char *text, struct learned_address *addresses)
{
	struct learned_address *address;
	struct learned_address *next;

	HASH_ITER (hh, addresses, address, next) {
		char *host = host_text(NULL, address->key.bytes);

		if (text == NULL || host == NULL)
			TALLOC_FREE(text);
		else if (address->key.any_port)
			text = talloc_asprintf_append_buffer(text, "connect %s:*\n", host);
		else
			text = talloc_asprintf_append_buffer(text, "connect %s:%u\n", host,
							     address->key.port);
		talloc_free(host);
	}
	return text;
}

char *policy_learned_text(TALLOC_CTX *ctx, struct policy_learned *learned)
{
	struct policy_learned *merged = policy_learned_new(ctx);
	char *text = NULL;

	if (merged != NULL && merge_created(learned, merged) == 0 &&
	    merge_chosen_ports(learned, merged) == 0) {
		HASH_SORT(merged->places, by_path);
		text = talloc_asprintf(ctx,
				       "# What a run used; edit, then give it with --policy.\n%s"
				       "net %s\ndeny /\n",
				       learned->is_full ? NO_ROOM : "", net_of(learned));
		text = append_places(text, merged->places);
		text = append_addresses(text, merged->addresses);
	}
	talloc_free(merged);
	return text;
}
