/* SPDX-License-Identifier: MIT
 *
 * edo_addr and the system's addresses. */
#ifndef EDO_NET_ADDR_H
#define EDO_NET_ADDR_H

#include "edo/net.h"

#include <netinet/in.h>
#include <sys/socket.h>

union edo__sockaddr {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* EDO_ADDR_ANY becomes IPv6's. Returns the length. */
socklen_t edo__addr_to_system(const edo_addr *addr, union edo__sockaddr *to);
/* -EAFNOSUPPORT: of another family. */
int edo__addr_from_system(const union edo__sockaddr *from, edo_addr *addr);

#endif
