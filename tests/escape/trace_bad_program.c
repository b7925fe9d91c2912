/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Liveness: a traced member executes programs that cannot be mapped. The loader gives up by a fault,
 * at which nobody may be held; the process has to end, not to fault for ever. So has one whose own
 * filter raises a signal at one of the loader's calls.
 */
#include "traced.h"

#include <linux/filter.h>
#include <linux/seccomp.h>

static char file[4 << 20];
static ssize_t size;

static void write_file(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0755);

	if (fd < 0 || write(fd, file, (size_t)size) != size)
		broken("no program");
	close(fd);
}

/* A call of this number raises SIGSYS. */
static void trap(unsigned int number)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { 4, code };

	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0)
		_exit(1);
}

static void execute(const char *name, long trapped)
{
	double begin = now();
	pid_t child = fork();
	int status;

	if (child == 0) {
		(void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		if (trapped >= 0)
			trap((unsigned int)trapped);
		execl(name, name, "child", NULL);
		_exit(0);
	}
	for (;;) {
		pid_t seen = waitpid(child, &status, WNOHANG);

		if (seen == child && !WIFSTOPPED(status))
			return;
		if (seen == child)
			ptrace(PTRACE_CONT, child, NULL,
			       (long)(WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status)));
		if (now() - begin > HELD_UP_SECONDS)
			escaped("%s never ends", name);
		usleep(1000);
	}
}

int main(int argc, char **argv)
{
	static const int trapped[] = { SYS_mmap,   SYS_pread64, SYS_fstat,     SYS_close,
				       SYS_munmap, SYS_prctl,   SYS_getrandom, SYS_mprotect };
	Elf64_Ehdr *header = (Elf64_Ehdr *)(void *)file;
	Elf64_Phdr *last = NULL;
	Elf64_Phdr saved;
	int fd = open("/proc/self/exe", O_RDONLY);

	if (argc > 1)
		return 0;
	size = read(fd, file, sizeof(file));
	close(fd);
	enter_scratch();
	for (int i = 0; i < header->e_phnum; i++) {
		Elf64_Phdr *ph = (Elf64_Phdr *)(void *)(file + header->e_phoff) + i;

		last = ph->p_type == PT_LOAD ? ph : last;
	}
	if (last == NULL)
		broken("no segment");
	saved = *last;
	last->p_vaddr = 0x7ffffffff000UL + (saved.p_vaddr & 0xfff);
	write_file("far");
	*last = saved;
	last->p_memsz = 0x7f0000000000UL;
	write_file("large");
	*last = saved;
	last->p_offset++;
	write_file("crooked");
	*last = saved;
	header->e_entry = 16;
	write_file("nowhere");
	execute("./far", -1);
	execute("./large", -1);
	execute("./crooked", -1);
	execute("./nowhere", -1);
	for (size_t i = 0; i < sizeof(trapped) / sizeof(trapped[0]); i++)
		execute(argv[0], trapped[i]);
	contained();
}
