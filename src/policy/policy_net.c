/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Which addresses may be reached (policy_net.h). Must never ask a resolver. */
#include "policy/policy_net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t mapped_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

void policy_net_from_ipv4(const uint8_t ipv4[4], uint8_t ret_address[16])
{
	memcpy(ret_address, mapped_prefix, sizeof(mapped_prefix));
	memcpy(ret_address + sizeof(mapped_prefix), ipv4, 4);
}

int policy_net_mode_of(const char *word, size_t length, enum policy_net_mode *ret_mode)
{
	static const char *const words[] = { [POLICY_NET_FULL] = "full",
					     [POLICY_NET_LOOPBACK] = "loopback",
					     [POLICY_NET_NONE] = "none" };

	for (unsigned int i = 0; i < ARRAY_SIZE(words); i++) {
		if (strlen(words[i]) == length && memcmp(words[i], word, length) == 0) {
			*ret_mode = (enum policy_net_mode)i;
			return 0;
		}
	}
	return -EINVAL;
}

/* Resolvers connect to port 0, to learn from which address they would send. */
static int read_port(const char *text, bool *ret_any, uint16_t *ret_port)
{
	unsigned long port;
	char *end;

	*ret_port = 0;
	*ret_any = strcmp(text, "*") == 0;
	if (*ret_any)
		return 0;
	if (*text < '0' || *text > '9')
		return -EINVAL;
	port = strtoul(text, &end, 10);
	if (*end != '\0' || port > UINT16_MAX)
		return -EINVAL;
	*ret_port = (uint16_t)port;
	return 0;
}

static int read_address(const char *text, struct policy_address *address)
{
	uint8_t ipv4[4];

	if (strcmp(text, "*") == 0) {
		address->any_address = true;
		return 0;
	}
	if (inet_pton(AF_INET, text, ipv4) == 1) {
		policy_net_from_ipv4(ipv4, address->bytes);
		return 0;
	}
	return inet_pton(AF_INET6, text, address->bytes) == 1 ? 0 : -EINVAL;
}

static int append(TALLOC_CTX *ctx, struct policy_net *net, const struct policy_address *address)
{
	struct policy_address *all = talloc_realloc(ctx, net->allowed, struct policy_address,
						    net->allowed_count + 1);

	if (all == NULL)
		return -ENOMEM;
	net->allowed = all;
	all[net->allowed_count++] = *address;
	return 0;
}

int policy_net_allow(TALLOC_CTX *ctx, struct policy_net *net, const char *text,
		     const char **ret_why)
{
	const char *colon = strrchr(text, ':');
	struct policy_address address = { .port = 0 };
	char host[64] = "";
	size_t length = colon == NULL ? 0 : (size_t)(colon - text);
	int status;

	*ret_why = "no ADDRESS:PORT; expected 10.1.2.3:80, [::1]:80, localhost:80 or *:53 (names "
		   "are not looked up)";
	if (length == 0 || length >= sizeof(host) ||
	    read_port(colon + 1, &address.any_port, &address.port) < 0)
		return -EINVAL;
	memcpy(host, text, length);
	if (strcmp(host, "localhost") == 0) {
		status = read_address("127.0.0.1", &address);
		if (status == 0)
			status = append(ctx, net, &address);
		return status < 0 || read_address("::1", &address) < 0 ? -ENOMEM
								       : append(ctx, net, &address);
	}
	if (host[0] == '[' && host[length - 1] == ']') {
		memmove(host, host + 1, length - 2);
		host[length - 2] = '\0';
	} else if (strchr(host, ':') != NULL) {
		return -EINVAL;
	}
	return read_address(host, &address) < 0 ? -EINVAL : append(ctx, net, &address);
}

bool policy_net_is_judged(const struct policy_net *net)
{
	return net->mode != POLICY_NET_FULL || net->allowed_count > 0;
}

bool policy_net_has_sockets(const struct policy_net *net)
{
	return net->mode != POLICY_NET_NONE || net->allowed_count > 0;
}

/* KERNEL: ip_route_output_key_hash(): 0.0.0.0 as a destination is this machine. */
static bool is_loopback(const uint8_t address[16])
{
	static const uint8_t zero[16];

	if (memcmp(address, mapped_prefix, sizeof(mapped_prefix)) == 0)
		return address[12] == 127 || memcmp(address + 12, zero, 4) == 0;
	return memcmp(address, zero, 15) == 0 && address[15] <= 1;
}

bool policy_net_may_reach(const struct policy_net *net, const uint8_t address[16], uint16_t port)
{
	for (size_t i = 0; i < net->allowed_count; i++) {
		const struct policy_address *allowed = &net->allowed[i];

		if ((allowed->any_address || memcmp(allowed->bytes, address, 16) == 0) &&
		    (allowed->any_port || allowed->port == port))
			return true;
	}
	switch (net->mode) {
	case POLICY_NET_FULL:
		return net->allowed_count == 0;
	case POLICY_NET_LOOPBACK:
		return is_loopback(address);
	case POLICY_NET_NONE:
		return false;
	}
	return false;
}

/* KERNEL: __ipv6_addr_needs_scope_id(): who binds to such an address chooses an interface. */
static bool is_of_one_interface(const uint8_t address[16])
{
	return address[0] == 0xff || (address[0] == 0xfe && (address[1] & 0xc0) == 0x80);
}

bool policy_net_may_bind(const struct policy_net *net, const uint8_t address[16])
{
	static const uint8_t zero[16];
	bool any = memcmp(address, zero, 16) == 0 ||
		   (memcmp(address, mapped_prefix, sizeof(mapped_prefix)) == 0 &&
		    memcmp(address + 12, zero, 4) == 0);

	switch (net->mode) {
	case POLICY_NET_FULL:
		return !policy_net_is_judged(net) || !is_of_one_interface(address);
	case POLICY_NET_LOOPBACK:
		return is_loopback(address) && !any;
	case POLICY_NET_NONE:
		return false;
	}
	return false;
}
