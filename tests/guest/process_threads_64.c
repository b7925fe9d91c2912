/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Sixty-four threads open, stat and make files at once, and none ends before all have begun. */
#include "guest.h"

enum { THREADS = 64, ROUNDS = 20 };

static pthread_mutex_t all_have_begun = PTHREAD_MUTEX_INITIALIZER;
static int good[THREADS];

static void *work(void *arg)
{
	int me = (int)(intptr_t)arg;
	char path[32], text[32], got[32];

	for (int i = 0; i < ROUNDS; i++) {
		int fd;
		struct stat st;

		snprintf(path, sizeof(path), "f%d", me);
		snprintf(text, sizeof(text), "%d-%d", me, i);
		fd = open(path, O_CREAT | O_RDWR | O_TRUNC, 0644);
		if (fd < 0 || write(fd, text, strlen(text)) < 0 || stat(path, &st) ||
		    st.st_size != (off_t)strlen(text))
			return NULL;
		memset(got, 0, sizeof(got));
		if (pread(fd, got, sizeof(got) - 1, 0) < 0 || strcmp(got, text))
			return NULL;
		close(fd);
		if (unlink(path))
			return NULL;
		good[me]++;
	}
	pthread_mutex_lock(&all_have_begun);
	pthread_mutex_unlock(&all_have_begun);
	return arg;
}

int main(void)
{
	pthread_t threads[THREADS];
	bool made[THREADS];
	int total = 0;

	pthread_mutex_lock(&all_have_begun);
	for (int i = 0; i < THREADS; i++)
		made[i] = pthread_create(&threads[i], NULL, work, (void *)(intptr_t)i) == 0;
	pthread_mutex_unlock(&all_have_begun);
	for (int i = 0; i < THREADS; i++) {
		if (made[i])
			pthread_join(threads[i], NULL);
		total += good[i];
	}
	printf("%d rounds\n", total);
	show_dir(".");
	return 0;
}
