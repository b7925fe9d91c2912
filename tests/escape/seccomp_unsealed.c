/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E4, E39: a filter of the program's own outlives its exec and answers "done" to what the loader
 * does last and first: the gate is not sealed, or (without mseal) brk is put over it by the program
 * in the loader's stead. It could be taken away then, and one of the attacker's put there.
 * ATTACK MODES: landlock default landlock,mseal
 * ATTACK MAY DIE
 */
#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>

#include "escape.h"

#define NR_MSEAL 462

/* Calls of this number: all, or those only whose third argument lies near the gate. */
static void answer(unsigned int number, unsigned int action, bool all, uint64_t gate)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2]) + 4),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(gate >> 32), 0, all ? 0 : 1),
		BPF_STMT(BPF_RET | BPF_K, action),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { 6, code };

	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0)
		broken("no filter");
}

/* Before the C library is ready: from the resolver of a function. */
static long raw(long number, long a, long b, long c, long d, long e, long f)
{
#if defined(__x86_64__)
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
#else
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;

	__asm__ volatile("svc #0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			 : "memory");
	return x0;
#endif
}

/* KERNEL: rt_sigprocmask() reads the mask before it looks at what to do with it. */
static bool is_there(uint64_t address)
{
	return raw(SYS_rt_sigprocmask, 99, (long)address, 0, 8, 0, 0) == -EINVAL;
}

static const uint64_t places[] = {
#include "gate_addresses.h"
};

static uint64_t replaced; /* the gate, where it was by then */

/* As the loader does, and before any other call that is judged: but with brk behind the gate. */
static void move_break(uint64_t gate)
{
	static struct prctl_mm_map map;
	uint64_t before = (uint64_t)raw(SYS_brk, 0, 0, 0, 0, 0, 0);

	map.start_code = map.start_data = map.start_stack = gate + 65536;
	map.arg_start = map.env_start = gate + 65536;
	map.end_code = map.end_data = map.arg_end = map.env_end = gate + 65540;
	map.start_brk = gate - 4096;
	map.brk = gate + GATE_SIZE_;
	map.exe_fd = (uint32_t)-1;
	if (raw(SYS_prctl, PR_SET_MM, PR_SET_MM_MAP, (long)&map, sizeof(map), 0, 0) < 0)
		return;
	if (raw(SYS_brk, (long)gate, 0, 0, 0, 0, 0) == (long)gate &&
	    raw(SYS_mmap, (long)gate, GATE_SIZE_, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | 0x100000 /* NOREPLACE */, -1, 0) == (long)gate)
		replaced = gate;
	map.start_brk = map.brk = before;
	(void)raw(SYS_prctl, PR_SET_MM, PR_SET_MM_MAP, (long)&map, sizeof(map), 0, 0);
}

static void move_breaks(void)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (is_there(places[i]) && is_there(places[i] + GATE_SLOTS_))
			move_break(places[i]);
}

static void nothing(void)
{
}

static void (*resolve_early(void))(void)
{
	move_breaks();
	return nothing;
}
void early(void) __attribute__((ifunc("resolve_early")));

/* A gate of our own, with entries that confine nothing. */
static void forge(uint64_t gate)
{
	char *own = mmap(NULL, GATE_SIZE_, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	uint64_t how[3] = { O_RDONLY, 0, 0 };
	char up[PATH_MAX] = "";

	if (own == MAP_FAILED)
		broken("no memory");
	if (replaced != gate && mremap(own, GATE_SIZE_, GATE_SIZE_, MREMAP_MAYMOVE | MREMAP_FIXED,
				       (void *)(uintptr_t)gate) == MAP_FAILED)
		return;
	for (uint64_t at = gate + GATE_HOWS_; at < gate + GATE_HOWS_END_; at += 32)
		memcpy((void *)(uintptr_t)at, how, sizeof(how));
	for (int i = 0; i < 20; i++)
		strcat(up, "../");
	strcat(up, outside("secret") + 1);
	for (int fd = find_protected(), last = fd + 40; fd < last; fd++)
		refuse_secret((int)syscall(SYS_openat2, fd, up, gate + GATE_HOWS_, 24),
			      "a forged gate");
	escaped("the gate was replaced");
}

int main(int argc, char *argv[])
{
	static const unsigned int actions[] = { SECCOMP_RET_ERRNO, SECCOMP_RET_ERRNO | ENOSYS,
						SECCOMP_RET_ERRNO | EPERM };
	static const unsigned int numbers[] = { NR_MSEAL,   SYS_mmap,  SYS_prctl,
						SYS_munmap, SYS_close, SYS_openat2 };
	uint64_t gate;

	early();
	if (argc > 1)
		return forge(strtoull(argv[1], NULL, 16)), 0;
	gate = find_gate();
	/* Also as where the kernel knows no mseal: allowed where ptjail does not build on it. */
	for (size_t i = 0; i < 4 * sizeof(numbers) / sizeof(numbers[0]); i++) {
		for (size_t j = 0; j < sizeof(actions) / sizeof(actions[0]); j++) {
			pid_t child = fork();

			if (child == 0) {
				char text[20];

				snprintf(text, sizeof(text), "%llx", (unsigned long long)gate);
				if (i % 4 > 1)
					answer(NR_MSEAL, SECCOMP_RET_ERRNO | ENOSYS, true, gate);
				answer(numbers[i / 4], actions[j], i % 2 == 0, gate);
				(void)execl("/proc/self/exe", argv[0], text, NULL);
				_exit(0);
			}
			join(child);
		}
	}
	contained();
}
