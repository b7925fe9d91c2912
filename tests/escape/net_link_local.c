/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * N-03: where destinations are named no interface is chosen, through which 127.0.0.1 would leave the
 * machine: nor by binding to an address that is one interface's alone, or a group's.
 * ATTACK OPTIONS: --connect 127.0.0.1:9
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <ifaddrs.h>

#include "escape.h"

static bool refused;

static void try_address(const struct sockaddr_in6 *address, int type)
{
	struct sockaddr_in6 loopback = { .sin6_family = AF_INET6, .sin6_port = htons(9) };
	int sock = socket(AF_INET6, type, 0);
	char name[IF_NAMESIZE] = "";
	socklen_t length = sizeof(name);

	if (sock < 0 || bind(sock, (const void *)address, sizeof(*address)) < 0) {
		refused |= errno == EACCES;
		close(sock);
		return;
	}
	inet_pton(AF_INET6, "::ffff:127.0.0.1", &loopback.sin6_addr);
	if (getsockopt(sock, SOL_SOCKET, SO_BINDTODEVICE, name, &length) == 0 && name[0] != '\0')
		escaped("%s is chosen (127.0.0.1: %zd)", name,
			sendto(sock, "x", 1, 0, (void *)&loopback, sizeof(loopback)));
	close(sock);
}

int main(void)
{
	struct sockaddr_in6 group = { .sin6_family = AF_INET6 };
	struct ifaddrs *all, *one;

	if (socket(AF_INET6, SOCK_DGRAM, 0) < 0)
		skip("no IPv6");
	if (getifaddrs(&all) < 0)
		broken("no interfaces");
	inet_pton(AF_INET6, "ff02::1", &group.sin6_addr);
	for (one = all; one != NULL; one = one->ifa_next) {
		if (one->ifa_addr == NULL || one->ifa_addr->sa_family != AF_INET6)
			continue;
		group.sin6_scope_id = if_nametoindex(one->ifa_name);
		try_address(&group, SOCK_DGRAM);
		try_address((void *)one->ifa_addr, SOCK_DGRAM);
		try_address((void *)one->ifa_addr, SOCK_STREAM);
	}
	if (!refused)
		skip("no interface with IPv6");
	contained();
}
