/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E45: what drivers do for whoever has their device, in a host's /dev that is bound: /dev/autofs, which
 * everybody may open, tells of any name of the host's whether it is there; others make memory that the
 * tracer waits for, or that is the gate's.
 * ATTACK OPTIONS: -b /dev:/hostdev
 * ATTACK BROKEN: DRIVERS
 */
#include <linux/auto_dev-ioctl.h>
#include <linux/udmabuf.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>

#include "escape.h"

static int device;

/* EPERM is ptjail's; the kernel says ENOTTY of /dev/null, and tells why a name leads nowhere. */
static void must_not_go_there(unsigned long command, void *argument, const char *what)
{
	int result = ioctl(device, command, argument);

	if (result >= 0 || errno != EPERM)
		escaped("%s went to the driver", what);
}

static void ask_for(const char *name)
{
	char buffer[sizeof(struct autofs_dev_ioctl) + PATH_MAX];
	struct autofs_dev_ioctl *ask = (struct autofs_dev_ioctl *)buffer;

	memset(buffer, 0, sizeof(buffer));
	init_autofs_dev_ioctl(ask);
	ask->size = (uint32_t)(sizeof(*ask) + strlen(name) + 1);
	strcpy(ask->path, name);
	must_not_go_there(AUTOFS_DEV_IOCTL_ISMOUNTPOINT, ask, name);
}

static void try_all(void)
{
	struct udmabuf_create create = { .memfd = (uint32_t)find_protected(), .size = 4096 };

	ask_for(given("ESCAPE_OUT"));
	ask_for(outside("secret"));
	ask_for(outside("never"));
	must_not_go_there(USERFAULTFD_IOC_NEW, NULL, "USERFAULTFD_IOC_NEW");
	must_not_go_there(UDMABUF_CREATE, &create, "UDMABUF_CREATE");
	must_not_go_there(UDMABUF_CREATE_LIST, &create, "UDMABUF_CREATE_LIST");
}

static void *as_sibling(void *data)
{
	(void)data;
	try_all();
	return NULL;
}

int main(void)
{
	static const char *const names[] = { "/dev/null", "/hostdev/autofs", "/hostdev/userfaultfd",
					     "/hostdev/udmabuf" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		device = open(names[i], O_RDONLY);
		if (device < 0)
			continue;
		try_all();
		pthread_join(start(as_sibling, NULL), NULL);
	}
	contained();
}
