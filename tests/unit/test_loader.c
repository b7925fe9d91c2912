/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * src/gate/loader*.c alone, without the rest of the jail: a child executes the loader,
 * gets its registers at PTRACE_EVENT_EXEC and becomes a real program. The kernel's own
 * exec of the same program is the oracle: both must print the same.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <linux/openat2.h>

#include "arch/regs.h"
#include "gate/blob.h"
#include "gate/inside.h"
#include "syscall/elf.h"
#include "syscall/exec_plan.h"

#define OUTPUT_MAX (8 << 20)
#define GATE_FD    200
#define LOADER_FD  201
#define ROOT_FD    202

extern char **environ;

struct output {
	char *text;
	size_t size;
	int status; /* wait status */
};

struct setup {
	const char *file;
	char **argv;
	char **envp;
	uint32_t flags;
	/* A script plan: argv[0] becomes these words. */
	const char *interpreter;
	const char *argument;
	const char *script;
	void (*prepare)(void); /* in the child, before exec; may be NULL */
	bool by_fd;
	bool wrong_inode;
	int *ret_registers_differ; /* not NULL: compare the registers at the entry */
};

static char directory[] = "/tmp/ptjail-loader-XXXXXX";
static char start_directory[PATH_MAX];
static uint64_t gate_at;

static int loader_file(void)
{
	int fd = (int)syscall(SYS_memfd_create, "ptjail-loader", MFD_CLOEXEC | 0x10U /* EXEC */);

	if (fd < 0)
		fd = memfd_create("ptjail-loader", MFD_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, loader_blob, LOADER_BLOB_SIZE), LOADER_BLOB_SIZE);
	return fd;
}

static void fill_file(struct gate_slot *slot, enum exec_plan_role role, const struct setup *setup,
		      const char *path, int fd_for_fd_form)
{
	char real[PATH_MAX];
	struct stat status;

	assert_non_null(realpath(path, real));
	assert_int_equal(stat(real, &status), 0);
	if (setup->wrong_inode)
		status.st_ino++;
	if (setup->by_fd)
		exec_plan_set_fd(slot, role, status.st_dev, status.st_ino, fd_for_fd_form);
	else
		assert_int_equal(exec_plan_set_window(slot, role, status.st_dev, status.st_ino,
						      ROOT_FD, real + 1),
				 0);
}

static void fill_plan(struct gate_slot *slot, const struct setup *setup, const char *program,
		      const struct elf_info *info)
{
	const char *execfn = setup->script != NULL ? setup->script : setup->file;
	const char *slash = strrchr(execfn, '/');

	exec_plan_begin(slot, setup->flags);
	assert_int_equal(exec_plan_set_name(slot, execfn, slash != NULL ? slash + 1 : execfn), 0);
	if (setup->script != NULL)
		assert_int_equal(exec_plan_add_script(slot, setup->interpreter, setup->argument,
						      setup->script),
				 0);
	fill_file(slot, EXEC_PLAN_PROGRAM, setup, program, 203);
	if (info->has_interpreter)
		fill_file(slot, EXEC_PLAN_INTERPRETER, setup, info->interpreter, 204);
}

/* A gate with the plan in slot 1. */
static int gate_file(const struct setup *setup, const char *program, const struct elf_info *info)
{
	int fd = memfd_create("ptjail-gate", MFD_CLOEXEC);
	struct gate_head *head;
	char *memory;

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, (off_t)GATE_SIZE), 0);
	memory = mmap(NULL, GATE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_ptr_not_equal(memory, MAP_FAILED);
	head = (struct gate_head *)(void *)memory;
	head->hows[GATE_HOW_RDONLY_CLOEXEC] = (struct gate_how){
		.flags = O_RDONLY | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};
	memcpy(memory + GATE_CODE_OFFSET, gate_code_start, GATE_CODE_SIZE);
	fill_plan((struct gate_slot *)(void *)(memory + GATE_SLOTS_OFFSET + GATE_SLOT_SIZE), setup,
		  program, info);
	assert_int_equal(munmap(memory, GATE_SIZE), 0);
	return fd;
}

/*
 * What single-stepping itself shows in a flags word: on aarch64 its own bit and the type
 * of the branch just taken; on x86_64 a bit that is always set reads as 0 after an exec.
 */
#define STEPPING_BITS 0x200c02UL

/* At EVENT_EXEC: the native registers, for comparison. Word by word, sp and ip left out. */
static bool same_registers(struct regs one, struct regs other)
{
	const uint64_t *a = (const uint64_t *)(const void *)&one.user;
	const uint64_t *b = (const uint64_t *)(const void *)&other.user;

	regs_set_sysno(&one, -1);
	regs_set_sysno(&other, -1);
	regs_set_result(&one, 0);
	regs_set_result(&other, 0);
	for (size_t i = 0; i < sizeof(one.user) / sizeof(*a); i++) {
		if (a[i] == b[i] || a[i] == regs_sp(&one) || a[i] == regs_ip(&one))
			continue;
		if (((a[i] ^ b[i]) & ~STEPPING_BITS) == 0)
			continue;
		fprintf(stderr, "register word %zu: %lx, not %lx\n", i, (unsigned long)a[i],
			(unsigned long)b[i]);
		return false;
	}
	return true;
}

/* Steps from system call to system call to the ramp's munmap, then to the entry. */
static void compare_registers(pid_t child, const struct setup *setup, const struct regs *native)
{
	const uint64_t ramp = gate_at + GATE_CODE_OFFSET;
	struct regs regs;
	int status;

	do {
		assert_int_equal(ptrace(PTRACE_SYSCALL, child, 0, 0), 0);
		assert_int_equal(waitpid(child, &status, __WALL), child);
		assert_true(WIFSTOPPED(status));
		assert_int_equal(regs_fetch(child, &regs), 0);
	} while (regs_ip(&regs) - ramp >= GATE_CODE_ROOM);
	do {
		assert_int_equal(ptrace(PTRACE_SINGLESTEP, child, 0, 0), 0);
		assert_int_equal(waitpid(child, &status, __WALL), child);
		assert_true(WIFSTOPPED(status));
		assert_int_equal(regs_fetch(child, &regs), 0);
	} while (regs_ip(&regs) - ramp < GATE_CODE_ROOM);
	*setup->ret_registers_differ = !same_registers(regs, *native);
	assert_int_equal(regs_sp(&regs) & 15, 0);
}

static void give_words(pid_t child, const struct setup *setup)
{
	uint64_t words[3] = { gate_at, GATE_FD, GATE_SLOTS_OFFSET + GATE_SLOT_SIZE };
	struct regs regs, native;

	assert_int_equal(regs_fetch(child, &regs), 0);
	native = regs;
	regs_set_loader_words(&regs, words);
	assert_int_equal(regs_store(child, &regs), 0);
	if (setup->ret_registers_differ != NULL)
		compare_registers(child, setup, &native);
}

static void place_fd(int fd, int number)
{
	if (dup2(fd, number) < 0)
		_exit(90);
}

static void child_run(const struct setup *setup, int out, int gate, int loader, int program,
		      int interpreter)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	place_fd(null, 0);
	place_fd(out, 1);
	place_fd(null, 2);
	if (gate >= 0) {
		int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

		place_fd(gate, GATE_FD);
		place_fd(loader, LOADER_FD);
		place_fd(root, ROOT_FD);
		if (setup->by_fd) {
			place_fd(program, 203);
			if (interpreter >= 0)
				place_fd(interpreter, 204);
		}
		if (ptrace(PTRACE_TRACEME, 0, 0, 0) < 0 || raise(SIGSTOP) != 0)
			_exit(91);
	}
	if (setup->prepare != NULL)
		setup->prepare();
	if (gate >= 0)
		syscall(SYS_execveat, LOADER_FD, "", setup->argv, setup->envp, AT_EMPTY_PATH);
	else
		execve(setup->script != NULL ? setup->script : setup->file, setup->argv,
		       setup->envp);
	_exit(errno == E2BIG ? 92 : 93);
}

static void drain(int fd, struct output *ret_output)
{
	ssize_t got;

	ret_output->text = malloc(OUTPUT_MAX + 1);
	ret_output->size = 0;
	while (ret_output->size < OUTPUT_MAX && (got = read(fd, ret_output->text + ret_output->size,
							    OUTPUT_MAX - ret_output->size)) > 0)
		ret_output->size += (size_t)got;
	ret_output->text[ret_output->size] = '\0';
	close(fd);
}

static struct output run_native(const struct setup *setup)
{
	struct output output;
	int out[2];
	pid_t child;

	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	child = fork();
	if (child == 0)
		child_run(setup, out[1], -1, -1, -1, -1);
	close(out[1]);
	drain(out[0], &output);
	assert_int_equal(waitpid(child, &output.status, 0), child);
	return output;
}

static struct output run_loaded(const struct setup *setup)
{
	const char *program = setup->script != NULL ? setup->interpreter : setup->file;
	struct elf_info info;
	struct output output;
	int out[2], gate, loader, fd, interpreter = -1, status;
	pid_t child;

	fd = open(program, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(elf_read(fd, &info), 0);
	if (info.has_interpreter)
		interpreter = open(info.interpreter, O_RDONLY | O_CLOEXEC);
	gate = gate_file(setup, program, &info);
	loader = loader_file();
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	child = fork();
	if (child == 0)
		child_run(setup, out[1], gate, loader, fd, interpreter);
	close(out[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSTOPPED(status));
	assert_int_equal(
		ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL), 0);
	assert_int_equal(ptrace(PTRACE_CONT, child, 0, 0), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFSTOPPED(status)) {
		assert_int_equal(status >> 8, SIGTRAP | PTRACE_EVENT_EXEC << 8);
		give_words(child, setup);
		assert_int_equal(ptrace(PTRACE_DETACH, child, 0, 0), 0);
	}
	drain(out[0], &output);
	if (WIFSTOPPED(status))
		assert_int_equal(waitpid(child, &output.status, 0), child);
	else
		output.status = status;
	close(gate);
	close(loader);
	close(fd);
	if (interpreter >= 0)
		close(interpreter);
	return output;
}

/* The heart: natively and loaded, the same text and the same end. */
static void assert_same(const struct setup *setup)
{
	struct output native = run_native(setup), loaded = run_loaded(setup);

	if (strstr(native.text, " NO\n") != NULL)
		print_message("the oracle says no:\n%s", native.text);
	assert_int_equal(loaded.status, native.status);
	assert_string_equal(loaded.text, native.text);
	assert_true(native.size > 0 || WIFSIGNALED(native.status) ||
		    WEXITSTATUS(native.status) != 93);
	free(native.text);
	free(loaded.text);
}

static struct setup setup_for(const char *file, char **argv)
{
	return (struct setup){ .file = file, .argv = argv, .envp = environ };
}

#define ARGV(...) ((char *[]){ __VA_ARGS__, NULL })

/* --- shapes of one program, built here --------------------------------------------------- */

/* Skips the running test when the compiler cannot make this shape. */
static char *build(const char *name, const char *compiler, const char *flags)
{
	static char path[PATH_MAX];
	char command[PATH_MAX * 3];

	(void)snprintf(path, sizeof(path), "%s/probe-%s", directory, name);
	(void)snprintf(command, sizeof(command),
		       "%s -O1 %s -o %s tests/unit/loader_probe.c 2>%s/errors", compiler, flags,
		       path, directory);
	if (system(command) != 0) {
		print_message("cannot build: %s\n", command);
		skip();
	}
	return path;
}

static void check_shape(const char *name, const char *compiler, const char *flags)
{
	char *file = build(name, compiler, flags);
	struct setup setup = setup_for(file, ARGV(file, "one", "", "three"));
	int differ = -1;

	assert_same(&setup);
	setup.by_fd = true;
	assert_same(&setup);
	setup.by_fd = false;
	setup.ret_registers_differ = &differ;
	assert_same(&setup);
	assert_int_equal(differ, 0);
}

#define SHAPE(name, compiler, flags)                                                               \
	static void test_shape_##name(void **state)                                                \
	{                                                                                          \
		(void)state;                                                                       \
		check_shape(#name, compiler, flags);                                               \
	}

SHAPE(pie, "cc", "")
SHAPE(fixed, "cc", "-no-pie -fno-pie")
SHAPE(static, "cc", "-static")
SHAPE(static_pie, "cc", "-static-pie -fPIE")
SHAPE(musl, "musl-gcc", "")
SHAPE(musl_static, "musl-gcc", "-static")
SHAPE(wide_pages, "cc", "-Wl,-z,max-page-size=65536")
SHAPE(huge_pages, "cc", "-static-pie -fPIE -Wl,-z,max-page-size=2097152")
SHAPE(joined_code, "cc", "-Wl,-z,noseparate-code")
SHAPE(joined_static, "cc", "-static -Wl,-z,noseparate-code")
SHAPE(exec_stack, "cc", "-Wl,-z,execstack")
SHAPE(large_bss, "cc", "-DBSS_SIZE=0x40000000")
SHAPE(linked_high, "cc", "-static -no-pie -Wl,-Ttext-segment=0x70000000")

/* --- the stack ---------------------------------------------------------------------------- */

static char *probe;

static void test_many_arguments(void **state)
{
	const int count = 5000;
	char **argv = calloc((size_t)count + 1, sizeof(*argv));
	struct setup setup = setup_for(probe, argv);

	(void)state;
	for (int i = 0; i < count; i++) {
		argv[i] = malloc(16);
		(void)snprintf(argv[i], 16, "argument-%d", i);
	}
	assert_same(&setup);
	for (int i = 0; i < count; i++)
		free(argv[i]);
	free(argv);
}

static void test_longest_argument(void **state)
{
	char *word = malloc(128 << 10);
	struct setup setup = setup_for(probe, ARGV("probe", word, "end"));

	(void)state;
	memset(word, 'x', (128 << 10) - 1);
	word[(128 << 10) - 1] = '\0';
	assert_same(&setup);
	free(word);
}

/* The kernel's name for what it executed is longer than the shortest, shorter than others. */
static void test_name_lengths(void **state)
{
	char path[PATH_MAX];

	(void)state;
	assert_int_equal(chdir(directory), 0);
	for (size_t length = 1; length < 3000; length += length < 24 ? 1 : 517) {
		char name[256];
		struct setup setup = setup_for(path, ARGV("probe", "argument"));

		path[0] = '\0';
		/* "././.../n": as long as wanted */
		for (size_t i = 0; i + 2 < length; i += 2)
			strcat(path, "./");
		(void)snprintf(name, sizeof(name), "%s", length % 2 ? "p" : "pp");
		strcat(path, name);
		(void)unlink(name);
		assert_int_equal(link(probe, name), 0);
		assert_same(&setup);
	}
	assert_int_equal(chdir(start_directory), 0);
}

static void test_empty_environment(void **state)
{
	struct setup setup = setup_for(probe, ARGV("probe"));

	(void)state;
	setup.envp = (char *[]){ NULL };
	assert_same(&setup);
}

static void test_no_arguments(void **state)
{
	struct setup setup = setup_for(probe, (char *[]){ NULL });

	(void)state;
	assert_same(&setup);
}

static void limit_stack(void)
{
	struct rlimit limit = { 160 << 10, 160 << 10 };

	(void)setrlimit(RLIMIT_STACK, &limit);
}

static void test_small_stack(void **state)
{
	char *word = malloc(60 << 10);
	struct setup setup = setup_for(probe, ARGV("probe", word));

	(void)state;
	memset(word, 'y', (60 << 10) - 1);
	word[(60 << 10) - 1] = '\0';
	setup.prepare = limit_stack;
	assert_same(&setup);
	free(word);
}

static void fill_descriptors(void)
{
	struct rlimit limit = { 3, 4096 };

	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

static void test_full_descriptor_table(void **state)
{
	struct setup setup = setup_for("/bin/busybox", ARGV("busybox", "echo", "done"));

	(void)state;
	setup.prepare = fill_descriptors;
	assert_same(&setup);
}

static void no_randomisation(void)
{
	(void)personality(ADDR_NO_RANDOMIZE);
}

static unsigned long mapped_at(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	while (at != NULL && at > text && at[-1] != '\n')
		at--;
	return at == NULL ? 0 : strtoul(at, NULL, 16);
}

static void test_no_randomisation(void **state)
{
	struct setup setup = setup_for("/bin/cat", ARGV("cat", "/proc/self/maps"));
	struct output native, loaded;
	char real[PATH_MAX];

	(void)state;
	assert_non_null(realpath(setup.file, real));
	setup.prepare = no_randomisation;
	native = run_native(&setup);
	loaded = run_loaded(&setup);
	assert_int_not_equal(mapped_at(native.text, real), 0);
	assert_int_equal(mapped_at(loaded.text, real), mapped_at(native.text, real));
	assert_int_equal(mapped_at(loaded.text, "[heap]"), mapped_at(native.text, "[heap]"));
	free(native.text);
	free(loaded.text);
}

static void test_randomisation(void **state)
{
	struct setup setup = setup_for("/bin/cat", ARGV("cat", "/proc/self/maps"));
	const char *names[] = { NULL, "[heap]", "[stack]", "ld-linux", "libc" };
	char real[PATH_MAX];

	(void)state;
	assert_non_null(realpath(setup.file, real));
	if (strstr(real, "busybox") != NULL)
		skip(); /* linked to a fixed address */
	names[0] = real;
	struct output one = run_loaded(&setup), two = run_loaded(&setup);

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		assert_int_not_equal(mapped_at(one.text, names[i]), 0);
		assert_int_not_equal(mapped_at(one.text, names[i]), mapped_at(two.text, names[i]));
	}
	free(one.text);
	free(two.text);
}

/* Without PR_SET_MM the kernel's own brk stays, and must keep its room. */
static void test_without_set_mm(void **state)
{
	struct setup setup = setup_for(probe, ARGV("probe", "x"));
	struct output loaded;

	(void)state;
	setup.flags = GATE_PLAN_NO_SET_MM;
	for (int i = 0; i < 20; i++) {
		loaded = run_loaded(&setup);
		assert_int_equal(loaded.status, 7 << 8);
		assert_non_null(strstr(loaded.text, "brk grows yes"));
		free(loaded.text);
	}
}

/* --- scripts -------------------------------------------------------------------------------- */

static char *write_script(const char *name, const char *text)
{
	static char path[PATH_MAX];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(chmod(path, 0755), 0);
	return path;
}

static void test_script(void **state)
{
	/* Builtins only: busybox executes its others by /proc/self/exe, here the loader's. */
	char *path = write_script("s.sh", "#!/bin/sh -e\necho \"$0\" \"$1\" $# $-\n"
					  "read comm </proc/$$/comm; echo $comm\nexit 3\n");
	struct setup setup = setup_for(path, ARGV("zero", "a b", "c"));

	(void)state;
	setup.script = path;
	setup.interpreter = "/bin/sh";
	setup.argument = "-e";
	assert_same(&setup);
	setup.argv = ARGV("a-long-name-that-leaves-much-room-for-whatever-comes-in-its-place-here-"
			  "and-still-more-room-than-that-for-all-the-words-of-the-script's-line");
	assert_same(&setup);
}

static void test_script_probe(void **state)
{
	char text[PATH_MAX + 32];
	char *path;
	struct setup setup;

	(void)state;
	(void)snprintf(text, sizeof(text), "#!%s  the  only word \n", probe);
	path = write_script("p.sh", text);
	setup = setup_for(path, ARGV("zero", "1", "2", "3"));
	setup.script = path;
	setup.interpreter = probe;
	setup.argument = "the  only word";
	assert_same(&setup);
	setup.argv = ARGV("zero");
	assert_same(&setup);
}

/* --- failures ------------------------------------------------------------------------------- */

static void test_exchanged_file(void **state)
{
	struct setup setup = setup_for("/bin/true", ARGV("true"));
	struct output loaded;

	(void)state;
	setup.wrong_inode = true;
	loaded = run_loaded(&setup);
	assert_true(WIFSIGNALED(loaded.status));
	assert_int_equal(WTERMSIG(loaded.status), SIGKILL);
	free(loaded.text);
}

/* A copy of the static probe with one number changed; -1: cut the file at `at` instead. */
static void check_broken(size_t at, int value)
{
	char *file = build("broken", "cc", "-static -no-pie");
	struct setup setup = setup_for(file, ARGV("broken"));
	int fd = open(file, O_RDWR | O_CLOEXEC);
	uint64_t bytes = (uint64_t)(int64_t)value;

	assert_true(fd >= 0);
	if (value == -1)
		assert_int_equal(ftruncate(fd, (off_t)at), 0);
	else
		assert_int_equal(pwrite(fd, &bytes, 8, (off_t)at), 8);
	close(fd);
	struct output native = run_native(&setup), loaded = run_loaded(&setup);

	assert_true(WIFSIGNALED(native.status));
	assert_int_equal(WTERMSIG(loaded.status), WTERMSIG(native.status));
	free(native.text);
	free(loaded.text);
}

static void test_broken_files(void **state)
{
	const size_t first = sizeof(Elf64_Ehdr);

	(void)state;
	check_broken(first + offsetof(Elf64_Phdr, p_memsz), 1);
	check_broken(first + offsetof(Elf64_Phdr, p_vaddr), -2);
	check_broken(first + offsetof(Elf64_Phdr, p_offset), 5);
	check_broken(offsetof(Elf64_Ehdr, e_entry), 16);
}

static void limit_space(void)
{
	struct rlimit limit = { 100 << 20, 100 << 20 };

	(void)setrlimit(RLIMIT_AS, &limit);
}

static void test_no_room(void **state)
{
	char *file = build("nobss", "cc", "-DBSS_SIZE=0x40000000");
	struct setup setup = setup_for(file, ARGV("probe"));

	(void)state;
	setup.prepare = limit_space;
	assert_same(&setup);
}

/* --- the gate afterwards --------------------------------------------------------------------- */

static void test_gate_is_mapped(void **state)
{
	struct setup setup = setup_for("/bin/cat", ARGV("cat", "/proc/self/maps"));
	struct output loaded = run_loaded(&setup);
	char expected[96];

	(void)state;
	(void)snprintf(expected, sizeof(expected), "%lx-%lx r-xs 00000000", (unsigned long)gate_at,
		       (unsigned long)(gate_at + GATE_SIZE));
	assert_non_null(strstr(loaded.text, expected));
	(void)snprintf(expected, sizeof(expected), "%lx-%lx rw-p 00000000",
		       (unsigned long)(gate_at + GATE_SIZE),
		       (unsigned long)(gate_at + GATE_SIZE + GATE_BEHIND));
	assert_non_null(strstr(loaded.text, expected));
	assert_null(strstr(loaded.text, "ptjail-loader"));
	free(loaded.text);
}

/* Gives brk to [from, to) by PR_SET_MM_MAP and shrinks it to nothing. */
static bool shrink_brk(uint64_t from, uint64_t to)
{
	static char somewhere[64];
	struct prctl_mm_map map = {
		.start_code = (uintptr_t)somewhere,
		.end_code = (uintptr_t)somewhere + 1,
		.start_data = (uintptr_t)somewhere,
		.end_data = (uintptr_t)somewhere + 1,
		.start_brk = from,
		.brk = to,
		.start_stack = (uintptr_t)&map,
		.arg_start = (uintptr_t)&map,
		.arg_end = (uintptr_t)&map,
		.env_start = (uintptr_t)&map,
		.env_end = (uintptr_t)&map,
		.exe_fd = (uint32_t)-1,
	};

	if (prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof(map), 0) < 0)
		return false;
	(void)syscall(SYS_brk, from);
	return true;
}

/* 0: the gate is still there; 1: it is gone; 2: this kernel cannot say. */
static int try_to_eat_gate(bool sealed)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	int fd = memfd_create("gate", MFD_CLOEXEC);
	unsigned char present[GATE_SIZE / 4096];
	void *gate;

	if (ftruncate(fd, (off_t)GATE_SIZE) < 0)
		return 2;
	gate = mmap((void *)(uintptr_t)gate_at, GATE_SIZE, PROT_READ, MAP_SHARED | MAP_FIXED, fd,
		    0);
	if (gate == MAP_FAILED || (sealed && syscall(462, gate, GATE_SIZE, 0UL) < 0))
		return 2;
	if (!shrink_brk(gate_at, gate_at + GATE_SIZE) ||
	    !shrink_brk(gate_at - page, gate_at + GATE_SIZE + page) ||
	    !shrink_brk(gate_at + page, gate_at + 2 * page))
		return 2;
	return mincore(gate, GATE_SIZE, present) == 0 ? 0 : 1;
}

static int in_child(bool sealed)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(try_to_eat_gate(sealed));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* Why the filter lets PR_SET_MM_MAP pass where mseal works, and only there. */
static void test_sealed_gate_outlives_brk(void **state)
{
	int unsealed = in_child(false), sealed = in_child(true);

	(void)state;
	if (unsealed == 2 || sealed == 2)
		skip();
	assert_int_equal(unsealed, 1);
	assert_int_equal(sealed, 0);
}

/* --- real programs --------------------------------------------------------------------------- */

static void check_program(char *file, char **argv)
{
	struct setup setup = setup_for(file, argv);

	if (access(file, X_OK) != 0) {
		print_message("no %s here\n", file);
		skip();
	}
	assert_same(&setup);
}

#define PROGRAM(name, file, ...)                                                                   \
	static void test_program_##name(void **state)                                              \
	{                                                                                          \
		(void)state;                                                                       \
		check_program(file, ARGV(__VA_ARGS__));                                            \
	}

PROGRAM(true, "/bin/true", "true")
PROGRAM(ls, "/bin/ls", "ls", "-l", "/usr")
PROGRAM(busybox, "/bin/busybox", "busybox", "ls", "/usr")
PROGRAM(python, "/usr/bin/python3", "python3", "-c",
	"import ctypes, json, os, subprocess; "
	"print(os.uname().machine, subprocess.check_output('id'))")
PROGRAM(perl, "/usr/bin/perl", "perl", "-e", "print join(' ', map { $_ * $_ } 1 .. 1000)")
PROGRAM(sh, "/bin/sh", "sh", "-c",
	"i=0; while [ $i -lt 20 ]; do /bin/true; i=$((i+1)); done; echo $0 $i")

static int start(void **state)
{
	static char path[PATH_MAX];
	static const uint64_t addresses[] = ARCH_GATE_ADDRESSES;

	(void)state;
	gate_at = addresses[0];
	if (getcwd(start_directory, sizeof(start_directory)) == NULL)
		return -1;
	if (mkdtemp(directory) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s", build("plain", "cc", ""));
	probe = path;
	return 0;
}

static int end(void **state)
{
	char command[PATH_MAX];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", directory);
	return system(command) == 0 ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_program_true),
		cmocka_unit_test(test_shape_pie),
		cmocka_unit_test(test_shape_fixed),
		cmocka_unit_test(test_shape_static),
		cmocka_unit_test(test_shape_static_pie),
		cmocka_unit_test(test_shape_musl),
		cmocka_unit_test(test_shape_musl_static),
		cmocka_unit_test(test_shape_wide_pages),
		cmocka_unit_test(test_shape_huge_pages),
		cmocka_unit_test(test_shape_joined_code),
		cmocka_unit_test(test_shape_joined_static),
		cmocka_unit_test(test_shape_exec_stack),
		cmocka_unit_test(test_shape_large_bss),
		cmocka_unit_test(test_shape_linked_high),
		cmocka_unit_test(test_many_arguments),
		cmocka_unit_test(test_longest_argument),
		cmocka_unit_test(test_name_lengths),
		cmocka_unit_test(test_empty_environment),
		cmocka_unit_test(test_no_arguments),
		cmocka_unit_test(test_small_stack),
		cmocka_unit_test(test_full_descriptor_table),
		cmocka_unit_test(test_no_randomisation),
		cmocka_unit_test(test_randomisation),
		cmocka_unit_test(test_without_set_mm),
		cmocka_unit_test(test_script),
		cmocka_unit_test(test_script_probe),
		cmocka_unit_test(test_exchanged_file),
		cmocka_unit_test(test_broken_files),
		cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_gate_is_mapped),
		cmocka_unit_test(test_sealed_gate_outlives_brk),
		cmocka_unit_test(test_program_ls),
		cmocka_unit_test(test_program_busybox),
		cmocka_unit_test(test_program_python),
		cmocka_unit_test(test_program_perl),
		cmocka_unit_test(test_program_sh),
	};

	return cmocka_run_group_tests(tests, start, end);
}
