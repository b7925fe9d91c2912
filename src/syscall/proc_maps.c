/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * maps and smaps as a native process has them: without the gate and the loader, with
 * guest paths. A name that the mounts do not show is dropped, never shown as it is.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "gate/inside.h"
#include "syscall/guest_fds.h"
#include "syscall/joined.h"
#include "syscall/made_memory.h"
#include "syscall/proc_node.h"
#include "tracer/gate_map.h"

#define DELETED " (deleted)"

/* Objects that the kernel names itself, not by a path. */
static bool is_kernel_name(const char *name)
{
	static const char *const starts[] = { "/memfd:", "/SYSV", "/anon_hugepage (", "/[aio] (" };

	if (name[0] != '/' || strcmp(name, "/dev/zero" DELETED) == 0)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		if (strncmp(name, starts[i], strlen(starts[i])) == 0 &&
		    strchr(name + 1, '/') == NULL)
			return true;
	}
	return false;
}

static bool pair_covers(const struct path_pair *pair, const char *host, size_t length)
{
	if (strncmp(pair->host, host, length) != 0)
		return false;
	if (host[length] == '\0')
		return true;
	return pair->is_directory && (host[length] == '/' || (length == 1 && host[0] == '/'));
}

char *path_pair_map(TALLOC_CTX *ctx, const struct path_pair *pairs, size_t count, const char *host)
{
	const struct path_pair *best = NULL;
	size_t best_length = 0;
	const char *rest;
	const char *guest;

	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(pairs[i].host);

		if (length > best_length && pair_covers(&pairs[i], host, length)) {
			best = &pairs[i];
			best_length = length;
		}
	}
	if (best == NULL)
		return NULL;
	rest = host + best_length;
	while (*rest == '/')
		rest++;
	guest = strcmp(best->guest, "/") == 0 ? "" : best->guest;
	if (*rest == '\0')
		return talloc_strdup(ctx, best->guest);
	return talloc_asprintf(ctx, "%s/%s", guest, rest);
}

/* A handle's name on the host at this moment; handles follow renames, names do not. */
static char *host_name(TALLOC_CTX *ctx, int handle)
{
	char link[32];
	char text[PATH_MAX];
	ssize_t length;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", handle);
	length = readlink(link, text, sizeof(text));
	return length <= 0 || text[0] != '/' ? NULL : talloc_strndup(ctx, text, (size_t)length);
}

int path_pairs_of_mounts(TALLOC_CTX *ctx, const struct mount_table *mounts,
			 struct path_pair **ret_pairs, size_t *ret_count)
{
	struct path_pair *pairs = talloc_zero_array(ctx, struct path_pair, mounts->count + 1);
	size_t count = 0;

	if (pairs == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < mounts->count; i++) {
		const struct mount *mount = mounts->mounts[i];

		if (mount->kind == MOUNT_PROC)
			continue;
		pairs[count].host = host_name(pairs, mount->handle);
		pairs[count].guest = mount->parent == NULL ? "/" : mount->guest;
		pairs[count].is_directory = mount->kind == MOUNT_DIRECTORY;
		if (pairs[count].host != NULL)
			count++;
	}
	*ret_pairs = pairs;
	*ret_count = count;
	return 0;
}

/* KERNEL: show_vma_header_prefix(), fs/proc/task_mmu.c: names begin in this column. */
#define NAME_COLUMN 73

/* The head of a mapping: "start-end perms offset dev inode   name". */
struct maps_head {
	uint64_t start, end;
	int rights; /* so long is "start-end perms " */
	uint64_t offset;
	dev_t dev;
	ino_t ino;
	size_t name; /* offset of the name; the line's length when there is none */
};

static bool may_be_head(const char *line)
{
	return (line[0] >= '0' && line[0] <= '9') || (line[0] >= 'a' && line[0] <= 'f');
}

/* Reads on behind the number and the `after` that ends it. There are tens of thousands of heads. */
static bool read_number(const char **at, int base, char after, uint64_t *ret_number)
{
	char *end;

	*ret_number = strtoull(*at, &end, base);
	if (end == *at || *end != after)
		return false;
	*at = end + 1;
	return true;
}

/* `line` ends with a NUL. */
static bool read_head(const char *line, struct maps_head *ret_head)
{
	struct maps_head *head = ret_head;
	uint64_t major_number, minor_number, ino;
	const char *at = line;

	if (!read_number(&at, 16, '-', &head->start) || !read_number(&at, 16, ' ', &head->end) ||
	    strcspn(at, " ") != 4 || at[4] == '\0')
		return false;
	at += strlen("r-xp ");
	head->rights = (int)(at - line);
	if (!read_number(&at, 16, ' ', &head->offset) ||
	    !read_number(&at, 16, ':', &major_number) ||
	    !read_number(&at, 16, ' ', &minor_number) || !read_number(&at, 10, ' ', &ino))
		return false;
	head->dev = makedev((unsigned int)major_number, (unsigned int)minor_number);
	head->ino = ino;
	head->name = (size_t)(at - line) + strspn(at, " ");
	return true;
}

/* The gate and what lies behind it; or of a file of ptjail's: its annexes, the loader. */
static bool is_own(const struct maps_facts *facts, const struct maps_head *head)
{
	if (head->start >= facts->hole.start && head->end <= facts->hole.end)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(facts->own); i++) {
		if (head->ino != 0 && head->ino == facts->own[i].ino &&
		    head->dev == facts->own[i].dev)
			return true;
	}
	return false;
}

/* `name` is the rest of the line, NUL-terminated and writable. */
static void add_name(struct proc_text *text, const struct maps_facts *facts, char *name)
{
	size_t length = strlen(name);
	const char *suffix = "";
	char *guest;

	if (strcmp(name, "/memfd:" MADE_MEMORY_NAME DELETED) == 0) {
		proc_text_print(text, "/dev/zero" DELETED);
		return;
	}
	if (is_kernel_name(name)) {
		proc_text_add(text, name, length);
		return;
	}
	if (length > strlen(DELETED) && strcmp(name + length - strlen(DELETED), DELETED) == 0) {
		name[length - strlen(DELETED)] = '\0';
		suffix = DELETED;
	}
	guest = path_pair_map(text->ctx, facts->pairs, facts->pair_count, name);
	if (guest != NULL) {
		proc_text_add(text, guest, strlen(guest));
		proc_text_add(text, suffix, strlen(suffix));
	}
	talloc_free(guest);
}

static const struct maps_guise *find_guise(const struct maps_facts *facts,
					   const struct maps_head *head)
{
	for (size_t i = 0; i < facts->guise_count; i++)
		if (facts->guises[i].ino == head->ino && facts->guises[i].dev == head->dev)
			return &facts->guises[i];
	return NULL;
}

/* What lies before the guise in the same mapping, stubs that are apart, is not shown. */
static void add_disguised(struct proc_text *text, const char *line, const struct maps_head *head,
			  const struct maps_guise *guise)
{
	uint64_t before = head->offset < guise->offset ? guise->offset - head->offset : 0;
	char rest[96];
	int length = snprintf(rest, sizeof(rest), "%08llx %02x:%02x %lu ",
			      (unsigned long long)(head->offset + before - guise->offset),
			      major(guise->shown_dev), minor(guise->shown_dev),
			      (unsigned long)guise->shown_ino);
	int pad = NAME_COLUMN - head->rights - length;
	const char *dash = strchr(line, '-');

	proc_text_print(text, "%08llx", (unsigned long long)(head->start + before));
	proc_text_add(text, dash, (size_t)(line + head->rights - dash));
	proc_text_print(text, "%s%*s%s\n", rest, pad > 0 ? pad : 0, "", guise->shown_name);
}

/* False: it is not shown. `line` is without its newline, and writable. */
static bool add_mapping(struct proc_text *text, const struct maps_facts *facts, char *line,
			const struct maps_head *head)
{
	const struct maps_guise *guise = find_guise(facts, head);

	if (is_own(facts, head) ||
	    (guise != NULL && head->offset + (head->end - head->start) <= guise->offset))
		return false;
	if (guise != NULL) {
		add_disguised(text, line, head, guise);
		return true;
	}
	proc_text_add(text, line, head->name);
	add_name(text, facts, line + head->name);
	proc_text_add(text, "\n", 1);
	return true;
}

static char *line_end(char *line)
{
	char *end = strchr(line, '\n');

	return end == NULL ? line + strlen(line) : end;
}

/* smaps: behind the lines that belong to a mapping. */
static char *skip_details(char *line)
{
	while (*line != '\0' && !may_be_head(line)) {
		char *end = line_end(line);

		line = end + (*end != '\0');
	}
	return line;
}

void maps_rewrite(char *host, const struct maps_facts *facts, struct proc_text *text)
{
	bool shown = true;
	char *next;

	for (char *line = host; *line != '\0'; line = next) {
		char *end = line_end(line);
		char last = *end;
		struct maps_head head;

		next = end + (last != '\0');
		*end = '\0';
		/* What looks like a head and is none that is known is not shown either. */
		if (may_be_head(line)) {
			shown = read_head(line, &head) && add_mapping(text, facts, line, &head);
			continue;
		}
		*end = last;
		next = skip_details(next);
		if (shown)
			proc_text_add(text, line, (size_t)(next - line));
	}
}

static size_t find_guises(const struct jail *jail, const struct process *process,
			  struct maps_guise guises[JOINED_MAX])
{
	size_t count = 0;

	for (unsigned int i = 0; i < JOINED_MAX; i++) {
		struct joined_origin origin;

		if (!joined_origin(jail, i, &origin))
			continue;
		guises[count++] = (struct maps_guise){
			.dev = origin.dev,
			.ino = origin.ino,
			.offset = origin.offset,
			.shown_dev = origin.own_dev,
			.shown_ino = origin.own_ino,
			.shown_name = process->interp_guest == NULL ? "" : process->interp_guest,
		};
	}
	return count;
}

static struct maps_file file_of(int fd)
{
	struct stat info;

	return fstat(fd, &info) < 0 ? (struct maps_file){ 0 }
				    : (struct maps_file){ info.st_dev, info.st_ino };
}

int proc_maps(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	const struct process *process = subject->member->process;
	uint64_t gate = gate_address(proc->jail->gate);
	struct maps_guise guises[JOINED_MAX];
	struct maps_facts facts = {
		.hole = { gate, gate + GATE_SIZE + GATE_BEHIND },
		.own = { file_of(gate_fd(proc->jail->gate)),
			 file_of(guest_fds_loader(proc->jail)) },
		.guises = guises,
		.guise_count = find_guises(proc->jail, process, guises),
	};
	struct proc_text host = PROC_TEXT_INIT(text->ctx);
	struct path_pair *pairs;
	int status = path_pairs_of_mounts(text->ctx, proc->jail->mounts, &pairs, &facts.pair_count);

	if (status < 0)
		return status;
	facts.pairs = pairs;
	status = proc_host_read(proc, subject->node, &host);
	if (status == 0)
		status = proc_text_end(&host);
	if (status == 0)
		maps_rewrite(host.data, &facts, text);
	talloc_free(host.data);
	talloc_free(pairs);
	return status;
}
