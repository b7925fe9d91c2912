/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E3: whoever writes for a program, the kernel or ptjail, is told to write into the gate: results of
 * every kind, also what is written at a thread's end, at a registration or by another process.
 */
#include "confined.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/sysinfo.h>
#include <sys/timex.h>
#include <sys/times.h>
#include <sys/uio.h>

#define CHECKED 0x230000UL

static uint64_t gate, hash;
static int file, sock[2], queue;
static pid_t peer;

/* Of all that lies below the slots. */
static uint64_t sum(void)
{
	const uint64_t *words = (const uint64_t *)(uintptr_t)gate;
	uint64_t value = 0;

	for (size_t i = 0; i < CHECKED / 8; i++)
		value = (value ^ words[i]) * 0x9e3779b97f4a7c15ULL;
	return value;
}

static void calls_on_names(uint64_t at)
{
	const struct {
		long call[6];
	} all[] = {
		{ { SYS_getcwd, (long)at, 64 } },
		{ { SYS_newfstatat, AT_FDCWD, (long)"/etc", (long)at, 0 } },
		{ { SYS_statx, AT_FDCWD, (long)"/etc", 0, 0x7ff, (long)at } },
		{ { SYS_statfs, (long)"/", (long)at } },
		{ { SYS_readlinkat, AT_FDCWD, (long)"/proc/self/cwd", (long)at, 64 } },
		{ { SYS_getxattr, (long)"/etc", (long)"user.x", (long)at, 64 } },
		{ { SYS_listxattr, (long)"/etc", (long)at, 64 } },
		{ { SYS_name_to_handle_at, AT_FDCWD, (long)"/etc", (long)at, (long)at, 0 } },
		{ { 468 /* file_getattr */, AT_FDCWD, (long)"/etc", (long)at, 24, 0 } },
		{ { SYS_fstat, file, (long)at } },
		{ { SYS_fstatfs, file, (long)at } },
		{ { SYS_getdents64, open("/", O_RDONLY), (long)at, 4096 } },
		{ { SYS_read, file, (long)at, 64 } },
		{ { SYS_getsockname, sock[0], (long)at, (long)at + 64 } },
		{ { SYS_getpeername, sock[0], (long)at, (long)at + 64 } },
		{ { SYS_getsockopt, sock[0], 1, 17 /* SO_PEERCRED */, (long)at, (long)at + 64 } },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const long *call = all[i].call;

		(void)syscall(call[0], call[1], call[2], call[3], call[4], call[5]);
	}
}

/* The old forms. */
static void old_calls(uint64_t at)
{
#if defined(__x86_64__)
	(void)syscall(SYS_stat, "/etc", at);
	(void)syscall(SYS_lstat, "/etc", at);
	(void)syscall(SYS_readlink, "/proc/self/exe", at, 64);
	(void)syscall(SYS_pipe, at);
	(void)syscall(SYS_time, at);
	(void)syscall(SYS_getdents, open("/", O_RDONLY), at, 4096);
	(void)syscall(SYS_arch_prctl, 0x1003 /* ARCH_GET_FS */, at);
#else
	(void)at;
#endif
}

static void calls_on_others(uint64_t at)
{
	void *place = (void *)(uintptr_t)at;
	uint64_t own = 0;
	struct iovec here = { place, 64 }, there = { &own, 8 };
	struct msghdr message = { .msg_name = place, .msg_namelen = 64, .msg_iov = &here,
				  .msg_iovlen = 1, .msg_control = place, .msg_controllen = 64 };

	(void)syscall(SYS_pipe2, at, 0);
	(void)syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, at);
	(void)syscall(SYS_process_vm_readv, peer, &here, 1, &there, 1, 0);
	(void)syscall(SYS_process_vm_readv, getpid(), &here, 1, &there, 1, 0);
	(void)syscall(SYS_process_vm_writev, peer, &there, 1, &here, 1, 0);
	(void)syscall(SYS_ptrace, PTRACE_PEEKDATA, peer, (long)&own, at);
	(void)syscall(SYS_ptrace, 12 /* PTRACE_GETREGS */, peer, 0, at);
	(void)syscall(SYS_ptrace, PTRACE_GETREGSET, peer, 1, at);
	(void)syscall(SYS_ptrace, PTRACE_GETSIGINFO, peer, 0, at);
	(void)syscall(SYS_ptrace, PTRACE_GETEVENTMSG, peer, 0, at);
	(void)syscall(SYS_ptrace, PTRACE_POKEDATA, peer, at, 0);
	(void)send(sock[1], "0123456789abcdef", 16, MSG_DONTWAIT);
	(void)recv(sock[0], place, 8, MSG_DONTWAIT);
	(void)recvmsg(sock[0], &message, MSG_DONTWAIT);
	(void)recvmsg(sock[0], place, MSG_DONTWAIT);
	(void)syscall(SYS_recvmmsg, sock[0], at, 1, MSG_DONTWAIT, 0);
	(void)syscall(SYS_sendmmsg, sock[0], at, 1, MSG_DONTWAIT);
	(void)syscall(SYS_accept4, sock[0], at, at + 64, SOCK_NONBLOCK);
	(void)syscall(SYS_wait4, -1, at, WNOHANG | WUNTRACED, at);
	(void)syscall(SYS_waitid, P_ALL, 0, at, WNOHANG | WEXITED, at);
	(void)syscall(SYS_sched_getaffinity, peer, 128, at);
	(void)syscall(SYS_sched_getattr, peer, at, 56, 0);
	(void)syscall(SYS_prlimit64, peer, RLIMIT_NOFILE, NULL, at);
	(void)syscall(SYS_prlimit64, 0, RLIMIT_CORE, NULL, at);
	(void)syscall(SYS_getrlimit, RLIMIT_CORE, at);
	(void)syscall(SYS_get_robust_list, peer, at, at + 8);
	(void)syscall(SYS_capget, at, at + 16);
	(void)syscall(SYS_shmctl, queue, 2 /* IPC_STAT */, at);
	(void)syscall(SYS_move_pages, 0, 1, &here, NULL, at, 0);
	(void)syscall(SYS_kcmp, peer, getpid(), 8, at, at);
	(void)epoll_wait(epoll_create1(0), place, 1, 0);
	(void)poll(place, 1, 0);
}

static void calls_of_itself(uint64_t at)
{
	const struct timespec moment = { 0, 1000 };

	(void)syscall(SYS_getrandom, at, 64, 0);
	(void)syscall(SYS_uname, at);
	(void)syscall(SYS_sysinfo, at);
	(void)syscall(SYS_times, at);
	(void)syscall(SYS_getrusage, RUSAGE_SELF, at);
	(void)syscall(SYS_gettimeofday, at, at);
	(void)syscall(SYS_clock_getres, 0, at);
	(void)syscall(SYS_adjtimex, at);
	(void)syscall(SYS_getitimer, 0, at);
	(void)syscall(SYS_setitimer, 0, at + 64, at);
	(void)syscall(SYS_timer_create, 0, 0, at);
	(void)syscall(SYS_nanosleep, &moment, at);
	(void)syscall(SYS_getresuid, at, at + 4, at + 8);
	(void)syscall(SYS_getgroups, 32, at);
	(void)syscall(SYS_getcpu, at, at + 4, 0);
	(void)syscall(SYS_mincore, gate, 4096, at);
	(void)syscall(SYS_get_mempolicy, at, at, 64, 0, 0);
	(void)syscall(SYS_rt_sigaction, SIGUSR1, NULL, at, 8);
	(void)syscall(SYS_rt_sigpending, at, 8);
	(void)syscall(SYS_rt_sigprocmask, 0, NULL, at, 8);
	(void)syscall(SYS_sigaltstack, NULL, at);
	(void)syscall(SYS_prctl, PR_GET_NAME, at);
	(void)syscall(SYS_prctl, PR_GET_PDEATHSIG, at);
	(void)syscall(SYS_prctl, 40 /* PR_GET_TID_ADDRESS */, at);
	(void)syscall(SYS_ioctl, sock[0], FIONREAD, at);
	(void)syscall(SYS_ioctl, file, 0x80086601UL /* FS_IOC_GETFLAGS */, at);
	(void)syscall(SYS_io_setup, 1, at);
	(void)syscall(SYS_seccomp, 3 /* GET_NOTIF_SIZES */, 0, at);
	(void)syscall(SYS_futex, at, 6 /* LOCK_PI */, 0, 0, 0, 0);
	(void)syscall(SYS_futex, at, 7 /* UNLOCK_PI */, 0, 0, 0, 0);
	(void)syscall(SYS_futex, at, 4 /* CMP_REQUEUE */, 1, 1, at, 0);
	(void)syscall(SYS_pselect6, 8, at, at, at, &moment, 0);
	(void)syscall(SYS_rseq, at & ~31UL, 32, 0, 0);
}

/* At its end the kernel writes where the thread said, and walks its list of locks. */
static void *ending_thread(void *data)
{
	struct {
		void *next;
		long offset;
		void *pending;
	} list = { data, 0, data };

	(void)syscall(SYS_set_robust_list, &list, sizeof(list));
	(void)syscall(SYS_set_tid_address, data);
	syscall(SYS_exit, 0);
	return NULL;
}

static void wait_for_thread(uint64_t at)
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	(void)pthread_create(&thread, &attributes, ending_thread, (void *)(uintptr_t)at);
	usleep(1000);
}

int main(void)
{
	const uint64_t offsets[] = { 0, GATE_HOWS_, GATE_HOWS_ + 32, GATE_CODE_, GATE_OWNERS_, GATE_SLOTS_ };

	gate = find_gate();
	enter_scratch();
	file = open("file", O_RDWR | O_CREAT, 0600);
	(void)!write(file, "0123456789abcdef", 16);
	queue = shmget(IPC_PRIVATE, 4096, 0600);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, sock) < 0)
		broken("socketpair");
	peer = fork();
	if (peer == 0) {
		(void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		_exit(0);
	}
	waitpid(peer, NULL, WUNTRACED);
	hash = is_faked_root() ? 0 : sum();
	for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		calls_on_names(gate + offsets[i]);
		old_calls(gate + offsets[i]);
		calls_on_others(gate + offsets[i]);
		calls_of_itself(gate + offsets[i]);
		wait_for_thread(gate + offsets[i]);
	}
	if (hash != 0 && sum() != hash)
		escaped("the gate has changed");
	shmctl(queue, IPC_RMID, NULL);
	kill(peer, SIGKILL);
	still_confined("after writes into the gate");
	contained();
}
