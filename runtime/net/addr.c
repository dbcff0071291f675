/* SPDX-License-Identifier: MIT */
#include "net/addr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

/* A host's text, cut out of an address. */
struct host {
    char text[INET6_ADDRSTRLEN + 1 + IF_NAMESIZE];
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int parse_port(const char *text, uint16_t *port)
{
    unsigned n = 0, digits = 0;
    for (; is_digit(*text); text++, digits++) {
        n = n * 10 + (unsigned)(*text - '0');
        if (digits == 5 || n > UINT16_MAX)
            return -EINVAL;
    }
    if (!digits || *text)
        return -EINVAL;
    *port = (uint16_t)n;
    return 0;
}

/* A number, or an interface's name. */
static int parse_scope(const char *text, uint32_t *scope)
{
    if (!*text)
        return -EINVAL;
    if (!is_digit(*text)) {
        *scope = if_nametoindex(text);
        return *scope ? 0 : -ENODEV;
    }
    uint64_t n = 0;
    for (; is_digit(*text); text++) {
        n = n * 10 + (uint64_t)(*text - '0');
        if (n > UINT32_MAX)
            return -EINVAL;
    }
    *scope = (uint32_t)n;
    return *text ? -EINVAL : 0;
}

static int copy_host(struct host *host, const char *from, size_t len)
{
    if (len >= sizeof host->text)
        return -EINVAL;
    memcpy(host->text, from, len);
    host->text[len] = 0;
    return 0;
}

/* "[host%scope]:port" */
static int parse_v6(const char *text, edo_addr *addr)
{
    const char *end = strchr(text, ']');
    struct host host;
    if (!end || end[1] != ':' || copy_host(&host, text + 1, (size_t)(end - text - 1)) < 0)
        return -EINVAL;
    char *percent = strchr(host.text, '%');
    if (percent)
        *percent = 0;
    if (inet_pton(AF_INET6, host.text, addr->ip) != 1)
        return -EINVAL;
    addr->family = EDO_ADDR_IPV6;
    int error = parse_port(end + 2, &addr->port);
    return error || !percent ? error : parse_scope(percent + 1, &addr->scope);
}

/* Letters, digits, '-', '_' and '.', but not just digits and dots. */
static bool is_name(const char *host, size_t len)
{
    bool letter = false;
    for (size_t i = 0; i < len; i++) {
        char c = host[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !is_digit(c) && c != '-' && c != '_' && c != '.' && !(c & 0x80))
            return false;
        letter |= is_letter || (c & 0x80);
    }
    return letter;
}

static int parse_host(const char *text, size_t len, edo_addr *addr)
{
    struct host host;
    if (len == 0 || (len == 1 && *text == '*')) {
        addr->family = EDO_ADDR_ANY;
        return 0;
    }
    addr->family = EDO_ADDR_IPV4;
    if (len == 9 && memcmp(text, "localhost", 9) == 0) {
        memcpy(addr->ip, "\x7f\0\0\1", 4);
        return 0;
    }
    if (copy_host(&host, text, len) == 0 && inet_pton(AF_INET, host.text, addr->ip) == 1)
        return 0;
    return is_name(text, len) ? -EDO_ERESOLVE : -EINVAL;
}

int edo_addr_parse(const char *text, edo_addr *addr)
{
    edo_addr parsed;
    memset(&parsed, 0, sizeof parsed);
    int error;
    if (*text == '[') {
        error = parse_v6(text, &parsed);
    } else {
        const char *colon = strchr(text, ':');
        if (!colon)
            return -EINVAL;
        error = parse_port(colon + 1, &parsed.port);
        if (!error)
            error = parse_host(text, (size_t)(colon - text), &parsed);
    }
    if (!error)
        *addr = parsed;
    return error;
}

size_t edo_addr_format(const edo_addr *addr, char *buf, size_t len)
{
    char ip[INET6_ADDRSTRLEN] = "", name[IF_NAMESIZE] = "", scope[IF_NAMESIZE + 12] = "";
    const char *form = "%s%s:%u";
    if (addr->family == EDO_ADDR_IPV4) {
        inet_ntop(AF_INET, addr->ip, ip, sizeof ip);
    } else if (addr->family == EDO_ADDR_IPV6) {
        form = "[%s%s]:%u";
        inet_ntop(AF_INET6, addr->ip, ip, sizeof ip);
        if (addr->scope && if_indextoname(addr->scope, name))
            snprintf(scope, sizeof scope, "%%%s", name);
        else if (addr->scope)
            snprintf(scope, sizeof scope, "%%%u", (unsigned)addr->scope);
    } else {
        memcpy(ip, "*", 2);
    }
    return (size_t)snprintf(buf, len, form, ip, scope, (unsigned)addr->port);
}

socklen_t edo__addr_to_system(const edo_addr *addr, union edo__sockaddr *to)
{
    memset(to, 0, sizeof *to);
    if (addr->family == EDO_ADDR_IPV4) {
        to->v4.sin_family = AF_INET;
        to->v4.sin_port = htons(addr->port);
        memcpy(&to->v4.sin_addr, addr->ip, 4);
        return sizeof to->v4;
    }
    to->v6.sin6_family = AF_INET6;
    to->v6.sin6_port = htons(addr->port);
    to->v6.sin6_scope_id = addr->scope;
    if (addr->family == EDO_ADDR_IPV6)
        memcpy(&to->v6.sin6_addr, addr->ip, 16);
    return sizeof to->v6;
}

int edo__addr_from_system(const union edo__sockaddr *from, edo_addr *addr)
{
    memset(addr, 0, sizeof *addr);
    if (from->any.sa_family == AF_INET) {
        addr->family = EDO_ADDR_IPV4;
        addr->port = ntohs(from->v4.sin_port);
        memcpy(addr->ip, &from->v4.sin_addr, 4);
        return 0;
    }
    if (from->any.sa_family != AF_INET6)
        return -EAFNOSUPPORT;
    addr->family = EDO_ADDR_IPV6;
    addr->port = ntohs(from->v6.sin6_port);
    addr->scope = from->v6.sin6_scope_id;
    memcpy(addr->ip, &from->v6.sin6_addr, 16);
    return 0;
}
