/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Objects of the jail (ipc.h): a segment that was removed while it was attached, and whose id is
 * then somebody else's. Which id comes next only a root can say (sysctl shm_next_id).
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#include "syscall/ipc.h"

/* The next segment gets that id. */
static bool choose_next(int id)
{
	FILE *file = fopen("/proc/sys/kernel/shm_next_id", "w");
	bool chosen = file != NULL && fprintf(file, "%d\n", id) > 0;

	return file != NULL && fclose(file) == 0 && chosen;
}

/* By another process, which is gone then; as a segment that will go, too, if asked for. */
static pid_t make_another(int id, bool goes)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		int made = shmget(IPC_PRIVATE, 4096, 0600);

		if (goes && shmat(made, NULL, 0) != NULL && shmctl(made, IPC_RMID, NULL) == 0)
			(void)pause();
		_exit(made == id ? 0 : 1);
	}
	assert_true(child > 0);
	if (!goes) {
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
		return -1;
	}
	for (int i = 0; i < 1000; i++) {
		struct shmid_ds info;

		if (shmctl(id, IPC_STAT, &info) == 0 && (info.shm_perm.mode & SHM_DEST) != 0)
			break;
		usleep(5000);
	}
	return child;
}

static void used_again(void **state)
{
	for (int goes = 0; goes < 2; goes++) {
		struct jail *jail = talloc_zero(NULL, struct jail);
		struct ipc *ipc = ipc_of(jail);
		int id = shmget(IPC_PRIVATE, 4096, 0600);
		void *where = shmat(id, NULL, 0);
		pid_t child;

		(void)state;
		assert_true(id >= 0 && where != (void *)-1);
		assert_int_equal(ipc_add(ipc, IPC_SHM, id, IPC_PRIVATE), 0);
		assert_int_equal(shmctl(id, IPC_RMID, NULL), 0);
		ipc_remove(ipc, IPC_SHM, id, true);
		assert_true(ipc_has(ipc, IPC_SHM, id));
		assert_int_equal(shmdt(where), 0);
		assert_false(ipc_has(ipc, IPC_SHM, id));
		if (!choose_next(id)) {
			talloc_free(jail);
			skip();
		}
		child = make_another(id, goes != 0);
		assert_false(ipc_has(ipc, IPC_SHM, id));
		talloc_free(jail);
		/* It is not the jail's to remove. */
		if (child < 0)
			assert_int_equal(shmctl(id, IPC_RMID, NULL), 0);
		else
			assert_true(kill(child, SIGKILL) == 0 && waitpid(child, NULL, 0) == child);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(used_again) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
