/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * N-03: this machine's other addresses are not its loopback interface. 0.0.0.0 leads to the address
 * that a socket has: once it talked to somebody allowed that is one that the network reaches it by.
 * And nothing listens there: not a socket that lost its address between the look and the call.
 * ATTACK OPTIONS: --net loopback --connect 198.51.100.1:9
 * ATTACK BROKEN: LISTEN
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/utsname.h>

#include "escape.h"

static struct sockaddr_in address_of(const char *text, int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

	if (inet_pton(AF_INET, text, &address.sin_addr) != 1)
		broken("%s", text);
	return address;
}

static struct sockaddr_in6 mapped(const struct sockaddr_in *address)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_port = address->sin_port };

	six.sin6_addr.s6_addr[10] = six.sin6_addr.s6_addr[11] = 0xff;
	memcpy(&six.sin6_addr.s6_addr[12], &address->sin_addr, 4);
	return six;
}

static bool is_loopback(const uint8_t ipv4[4])
{
	return ipv4[0] == 127;
}

static void connect_to_nothing(int domain)
{
	struct sockaddr_in allowed = address_of("198.51.100.1", 9);
	struct sockaddr_in nothing = address_of("0.0.0.0", 9);
	struct sockaddr_in6 allowed6 = mapped(&allowed), nothing6 = mapped(&nothing);
	bool six = domain == AF_INET6;
	socklen_t length = six ? sizeof(allowed6) : sizeof(allowed);
	void *peer = six ? (void *)&nothing6 : (void *)&nothing;
	int sock = socket(domain, SOCK_DGRAM, 0);

	if (sock < 0)
		return;
	if (connect(sock, six ? (void *)&allowed6 : (void *)&allowed, length) < 0) {
		printf("no way to a network: %s\n", strerror(errno));
		close(sock);
		return;
	}
	if (connect(sock, peer, length) < 0 || getpeername(sock, peer, &length) < 0)
		broken("0.0.0.0 is nobody");
	if (!is_loopback(six ? &nothing6.sin6_addr.s6_addr[12] : (void *)&nothing.sin_addr))
		escaped("0.0.0.0 was another address of this machine");
	close(sock);
}

/* Where a message was sent to: who is bound to no address is told. */
static void hear(int ear)
{
	_Alignas(struct cmsghdr) char control[256];
	char text[8];
	struct iovec part = { text, sizeof(text) };
	struct msghdr message = { .msg_iov = &part,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	const struct cmsghdr *header;

	for (int i = 0; recvmsg(ear, &message, 0) < 0; i++) {
		if (i == 1000)
			broken("nothing arrives");
		usleep(1000);
	}
	header = CMSG_FIRSTHDR(&message);
	if (header == NULL || header->cmsg_type != IP_PKTINFO)
		broken("not told where to");
	if (!is_loopback((void *)&((struct in_pktinfo *)(void *)CMSG_DATA(header))->ipi_addr))
		escaped("a message to 0.0.0.0 went to another address of this machine");
}

static void send_to_nothing(void)
{
	struct sockaddr_in allowed = address_of("198.51.100.1", 9), own = address_of("0.0.0.0", 0);
	int sock = socket(AF_INET, SOCK_DGRAM, 0);
	int ear = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), on = 1;
	socklen_t length = sizeof(own);

	if (bind(ear, (void *)&own, sizeof(own)) < 0 ||
	    getsockname(ear, (void *)&own, &length) < 0 ||
	    setsockopt(ear, IPPROTO_IP, IP_PKTINFO, &on, sizeof(on)) < 0)
		broken("no ear");
	own.sin_addr.s_addr = 0;
	if (connect(sock, (void *)&allowed, sizeof(allowed)) == 0) {
		if (sendto(sock, "x", 1, 0, (void *)&own, sizeof(own)) < 0)
			broken("0.0.0.0 is nobody");
		hear(ear);
	}
	close(sock);
	close(ear);
}

static int contested;
static struct sockaddr_in busy;

/* It has an address as long as it connects to who answers nobody. */
static void *come_and_go(void *data)
{
	struct sockaddr away = { .sa_family = AF_UNSPEC };

	(void)data;
	for (;;) {
		(void)connect(contested, (void *)&busy, sizeof(busy));
		(void)connect(contested, &away, sizeof(away));
	}
	return NULL;
}

/* Whatever address it loses or gets meanwhile: through no other interface. KERNEL: 5.7 */
static void check_interface(int listener)
{
	int interface = 0, major = 0, minor = 0;
	socklen_t size = sizeof(interface);
	struct utsname kernel;

	if (uname(&kernel) < 0 || sscanf(kernel.release, "%d.%d", &major, &minor) != 2)
		broken("no kernel");
	if (major < 5 || (major == 5 && minor < 7))
		return;
	if (getsockopt(listener, SOL_SOCKET, SO_BINDTOIFINDEX, &interface, &size) < 0 ||
	    interface != 1)
		escaped("before its address is looked at, others could reach it");
}

static void listen_everywhere(void)
{
	struct race race = { 0 };
	unsigned long heard = 0;
	struct sockaddr_in any = address_of("0.0.0.0", 0);
	int type = SOCK_STREAM | SOCK_NONBLOCK, listener = socket(AF_INET, type, 0);
	socklen_t length = sizeof(busy);

	busy = address_of("127.0.0.1", 0);
	if (bind(listener, (void *)&busy, sizeof(busy)) < 0 || listen(listener, 0) < 0 ||
	    getsockname(listener, (void *)&busy, &length) < 0)
		broken("nobody listens");
	check_interface(listener);
	for (int i = 0; i < 3; i++)
		(void)connect(socket(AF_INET, type, 0), (void *)&busy, sizeof(busy));
	contested = socket(AF_INET, type, 0);
	must_fail(listen(contested, 1), "listen, unbound");
	must_fail(bind(contested, (void *)&any, sizeof(any)), "bind, to no address");
	close(contested);
	contested = socket(AF_INET, type, 0);
	start(come_and_go, NULL);
	while (racing(&race)) {
		if (listen(contested, 1) < 0)
			continue;
		heard++;
		length = sizeof(any);
		if (getsockname(contested, (void *)&any, &length) == 0 && any.sin_addr.s_addr == 0)
			escaped("it listens at all addresses, port %d", ntohs(any.sin_port));
	}
	printf("%lu of %lu times it listened\n", heard, race.rounds);
}

int main(void)
{
	connect_to_nothing(AF_INET);
	connect_to_nothing(AF_INET6);
	send_to_nothing();
	listen_everywhere();
	contained();
}
