/* SPDX-License-Identifier: MIT */
#include "actor.h"

#include <net/if.h>

static void reads_back_as(const char *text, const char *wanted)
{
    edo_addr addr;
    char buf[EDO_ADDR_TEXT];
    CHECK_INT(edo_addr_parse(text, &addr), 0);
    CHECK_INT(edo_addr_format(&addr, buf, sizeof buf), strlen(wanted));
    if (strcmp(buf, wanted)) {
        fprintf(stderr, "%s became %s, not %s\n", text, buf, wanted);
        abort();
    }
}

static void refused(const char *text, int error)
{
    edo_addr addr = { .port = 4711 };
    int have = edo_addr_parse(text, &addr);
    if (have != error) {
        fprintf(stderr, "'%s': %d, not %d\n", text, have, error);
        abort();
    }
    CHECK_INT(addr.port, 4711); /* untouched */
}

static void addresses_survive_text(void)
{
    char lo[IF_NAMESIZE] = "lo", text[64];
    reads_back_as("127.0.0.1:80", "127.0.0.1:80");
    reads_back_as("0.0.0.0:0", "0.0.0.0:0");
    reads_back_as("255.255.255.255:65535", "255.255.255.255:65535");
    reads_back_as("[::1]:80", "[::1]:80");
    reads_back_as("[::]:080", "[::]:80");
    reads_back_as("[2001:DB8:0:0:0:0:0:1]:1", "[2001:db8::1]:1");
    reads_back_as("[::ffff:1.2.3.4]:5", "[::ffff:1.2.3.4]:5");
    reads_back_as("localhost:7", "127.0.0.1:7");
    reads_back_as(":9", "*:9");
    reads_back_as("*:9", "*:9");
    if_indextoname(1, lo);
    snprintf(text, sizeof text, "[fe80::1%%%s]:80", lo);
    reads_back_as(text, text);
    reads_back_as("[fe80::1%1]:80", text);
    reads_back_as("[fe80::1%4000000000]:80", "[fe80::1%4000000000]:80");
}

static void what_is_no_address_is_refused(void)
{
    refused("", -EINVAL);
    refused("127.0.0.1", -EINVAL);
    refused("127.0.0.1:", -EINVAL);
    refused("127.0.0.1:x", -EINVAL);
    refused("127.0.0.1:65536", -EINVAL);
    refused("127.0.0.1:000080", -EINVAL);
    refused("127.0.0.1:-1", -EINVAL);
    refused("127.0.0.1: 1", -EINVAL);
    refused("127.0.0:1", -EINVAL);
    refused("256.0.0.1:1", -EINVAL);
    refused("::1:80", -EINVAL);
    refused("[::1]80", -EINVAL);
    refused("[::1]", -EINVAL);
    refused("[::1", -EINVAL);
    refused("[]:1", -EINVAL);
    refused("[fe80::1%]:1", -EINVAL);
    refused("[fe80::1%4294967296]:1", -EINVAL);
    refused("[fe80::1%1x]:1", -EINVAL);
    refused("[fe80::1%no-such-if]:1", -ENODEV);
    refused("[0123:4567:89ab:cdef:0123:4567:89ab:cdef:0123:4567:89ab:cdef:0123:4567]:1", -EINVAL);
    refused("a b:1", -EINVAL);
    refused("example.com:80", -EDO_ERESOLVE);
    refused("localhost.:80", -EDO_ERESOLVE);
    refused("example.com:http", -EINVAL);
}

static void format_tells_the_length_and_stays_in_bounds(void)
{
    edo_addr addr;
    char buf[8];
    CHECK_INT(edo_addr_parse("127.0.0.1:80", &addr), 0);
    memset(buf, 'x', sizeof buf);
    CHECK_INT(edo_addr_format(&addr, buf, 5), 12);
    CHECK(memcmp(buf, "127.\0xxx", 8) == 0);
    CHECK_INT(edo_addr_format(&addr, 0, 0), 12);
}

int main(void)
{
    TEST(addresses_survive_text);
    TEST(what_is_no_address_is_refused);
    TEST(format_tells_the_length_and_stays_in_bounds);
    return 0;
}
