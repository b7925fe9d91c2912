/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Sizes, counts and lengths as large as registers hold them: the tracer neither takes memory for
 * them nor time, and the jail goes on.
 */
#include "escape.h"

#include <sys/statfs.h>

int main(void)
{
	static const uint64_t sizes[] = { 1ULL << 20, 1ULL << 30, 1ULL << 31, (1ULL << 32) - 1,
					  1ULL << 40, 1ULL << 62, ~0ULL };
	int pair[2], directory = open("/", O_RDONLY | O_DIRECTORY);
	char *buffer = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	double begin = now();

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) < 0)
		broken("socketpair");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		uint64_t size = sizes[i];
		struct msghdr message = { .msg_name = buffer, .msg_namelen = (socklen_t)size,
					  .msg_iov = (void *)buffer, .msg_iovlen = size,
					  .msg_control = buffer, .msg_controllen = size };

		syscall(SYS_getcwd, buffer, size);
		syscall(SYS_readlinkat, AT_FDCWD, "/proc/self/exe", buffer, size);
		syscall(SYS_getxattr, "/", "user.x", buffer, size);
		syscall(SYS_listxattr, "/", buffer, size);
		syscall(SYS_setxattr, "/tmp", "user.x", buffer, size, 0);
		syscall(SYS_getdents64, directory, buffer, size);
		syscall(SYS_openat2, AT_FDCWD, "/", buffer, size);
		syscall(SYS_connect, pair[0], buffer, size);
		syscall(SYS_bind, pair[0], buffer, size);
		syscall(SYS_sendto, pair[0], buffer, size, MSG_DONTWAIT, buffer, size);
		syscall(SYS_sendmsg, pair[0], &message, MSG_DONTWAIT);
		syscall(SYS_sendmmsg, pair[0], buffer, size, MSG_DONTWAIT);
		syscall(SYS_recvmmsg, pair[0], buffer, size, MSG_DONTWAIT, NULL);
		syscall(SYS_recvfrom, pair[0], buffer, size, MSG_DONTWAIT, buffer, &size);
		syscall(SYS_sched_getattr, getppid(), buffer, size, 0);
		syscall(SYS_sched_setaffinity, getpid(), size, buffer);
		syscall(SYS_process_vm_readv, getpid(), buffer, size, buffer, size, 0);
		syscall(SYS_seccomp, 1, 0, &(struct { unsigned short count; void *code; }){ 0xffff, buffer });
		syscall(SYS_close_range, 1000, size, 0);
		syscall(SYS_name_to_handle_at, AT_FDCWD, "/", &(uint32_t[4]){ (uint32_t)size }, buffer, 0);
		syscall(SYS_mq_open, "/x", O_CREAT | O_RDWR, 0600, &(long[8]){ 0, (long)size, (long)size });
		syscall(SYS_shmget, 0x70746a62, size, 0);
		syscall(SYS_rt_sigqueueinfo, getpid(), 0, buffer);
		syscall(SYS_truncate, "/nowhere", size);
		syscall(468, AT_FDCWD, "/", buffer, size, 0);
	}
	if (now() - begin > HELD_UP_SECONDS)
		escaped("it takes %.0f s", now() - begin);
	refuse_secret(open(outside("secret"), O_RDONLY), "a giant");
	contained();
}
