/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* M-01: names that the tracer cannot read, or not as easily, are not let through unread. */
#include <sys/uio.h>

#include "escape.h"

int main(void)
{
	const char *secret = outside("secret");
	int hidden = (int)syscall(447 /* memfd_secret */, 0);
	char *page;

	must_fail(hidden, "memfd_secret");
	must_fail(syscall(SYS_userfaultfd, O_CLOEXEC), "userfaultfd");
	must_fail(syscall(SYS_userfaultfd, 1), "userfaultfd of user mode");
	for (int protection = 0; protection < 8; protection++) {
		struct stat info;

		page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		strcpy(page, secret);
		mprotect(page, 4096, protection);
		refuse_secret(open(page, O_RDONLY), "a name in odd memory");
		must_fail(stat(page, &info), "a name in odd memory");
		must_fail(chmod(page, 0777), "a name in odd memory");
		must_fail(unlink(page), "a name in odd memory");
	}
	contained();
}
