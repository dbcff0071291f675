/* SPDX-License-Identifier: MIT */
#include "sys/park.h"

#include "base/list.h"
#include "sys/sys.h"

static struct edo_futex_parker *self(struct edo_parker *parker)
{
    return EDO_CONTAINER(parker, struct edo_futex_parker, parker);
}

static void futex_park(struct edo_parker *parker, int64_t timeout_ns)
{
    struct edo_futex_parker *p = self(parker);
    if (!edo_atomic_load_relaxed(&p->token)) {
        if (timeout_ns == 0)
            return;
        edo__futex_wait(&p->token, 0, timeout_ns);
    }
    /* Acquire: pairs with unpark. What unpark announces comes through the inbox, whose own order
     * suffices; this makes the token alone enough, too. */
    edo_atomic_exchange_acquire(&p->token, (uint32_t)0);
}

static void futex_unpark(struct edo_parker *parker)
{
    struct edo_futex_parker *p = self(parker);
    if (edo_atomic_exchange_acq_rel(&p->token, (uint32_t)1) == 0)
        edo__futex_wake(&p->token);
}

static int futex_fd(struct edo_parker *parker)
{
    (void)parker;
    return -1;
}

static bool futex_is_idle(struct edo_parker *parker)
{
    (void)parker;
    return true;
}

static void futex_free(struct edo_parker *parker)
{
    (void)parker; /* stands in its runtime */
}

void edo__futex_parker_init(struct edo_futex_parker *p)
{
    static const struct edo_parker_ops ops = {futex_park, futex_unpark, futex_fd, futex_is_idle,
                                              futex_free};
    p->parker.ops = &ops;
    edo_atomic_store_relaxed(&p->token, (uint32_t)0);
}
