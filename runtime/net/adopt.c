/* SPDX-License-Identifier: MIT
 *
 * Sockets that come from elsewhere, and go there: adopted, they get a source; released, they lose
 * it, and stay open. */
#include "net/addr.h"
#include "net/tcp.h"
#include "task/home.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>

static int socket_int(int fd, int option)
{
    int value = 0;
    socklen_t len = sizeof value;
    return getsockopt(fd, SOL_SOCKET, option, &value, &len) < 0 ? -errno : value;
}

/* Whether `fd` is a TCP socket that listens, or doesn't, as is wanted; made ready for a driver. */
static int check_socket(int fd, bool listens)
{
    int protocol = socket_int(fd, SO_PROTOCOL);
    if (protocol < 0)
        return protocol;
    if (protocol != IPPROTO_TCP)
        return -EPROTONOSUPPORT;
    if (socket_int(fd, SO_ACCEPTCONN) != listens)
        return -EINVAL;
    union edo__sockaddr a;
    socklen_t len = sizeof a;
    if (!listens && getpeername(fd, &a.any, &len) < 0)
        return -errno;
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ||
        fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
        return -errno;
    return 0;
}

static int driver_here(struct edo__driver **d)
{
    return edo__home ? edo__driver_of(edo__home->cx, d) : -EDO_ENORUNTIME;
}

int edo_tcp_adopt(int fd, edo_tcp **conn)
{
    struct edo__driver *d;
    *conn = NULL;
    int error = driver_here(&d);
    if (!error && !edo__source_reserve(d))
        error = -ENOMEM;
    if (!error)
        error = check_socket(fd, false);
    if (error)
        return error;
    *conn = (edo_tcp *)edo__source_new(d, fd, EDO__SOURCE_STREAM); /* reserved: it can't fail */
    return 0;
}

int edo_listener_adopt(int fd, const edo_listen_options *options, edo_listener **listener)
{
    static const edo_listen_options defaults;
    struct edo__driver *d;
    *listener = NULL;
    int error = driver_here(&d);
    if (!error)
        error = check_socket(fd, true);
    if (error)
        return error;
    if (!options)
        options = &defaults;
    if (options->nodelay &&
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int)) < 0)
        return -errno;
    struct edo__source *s = edo__listener_new(d, fd, options);
    *listener = (edo_listener *)s;
    return s ? 0 : -ENOMEM;
}

int edo_tcp_release(edo_tcp *conn)
{
    return edo__source_detach(&conn->source, "edo_tcp_release");
}

int edo_listener_release(edo_listener *listener)
{
    return edo__source_detach(&listener->source, "edo_listener_release");
}
