/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/mem writes through page protections (FOLL_FORCE): not to be had, by any name. */
#include "escape.h"

int main(void)
{
	static const char *const names[] = { "/proc/self/mem", "/proc/thread-self/mem",
					     "/proc/self/task/%d/mem", "/proc/%d/mem",
					     "/proc/self/../self/mem" };
	uint64_t gate = find_gate(), how = gate + GATE_HOWS_;
	char path[64];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		for (int mode = O_RDONLY; mode <= O_RDWR; mode++) {
			uint64_t forged[3] = { 0 };
			int fd;

			snprintf(path, sizeof(path), names[i], getpid());
			fd = open(path, mode);
			if (fd >= 0 && pwrite(fd, forged, sizeof(forged), (off_t)how) > 0)
				escaped("the gate was written through %s", path);
			if (fd >= 0 && mode != O_RDONLY)
				escaped("%s is open for writing", path);
		}
	}
	contained();
}
