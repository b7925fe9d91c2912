/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Sixty-four threads open, stat and make files at once. */
#include "guest.h"

enum { THREADS = 64, ROUNDS = 20 };

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
	return arg;
}

int main(void)
{
	pthread_t threads[THREADS];
	int total = 0;

	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, work, (void *)(intptr_t)i);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		total += good[i];
	}
	printf("%d rounds\n", total);
	show_dir(".");
	return 0;
}
