/* SPDX-License-Identifier: MIT */
#include "sched/debug.h"

#include "sched/runtime.h"
#include "sys/sys.h"
#include "task/task.h"

#define MEMBER(name, T, member) {name, offsetof(T, member)}
#define SIZE(name, T) {name ".size", sizeof(T)}

static const struct edo__debug_entry entries[] = {
    MEMBER("site.callee", edo_site, callee),
    MEMBER("site.caller", edo_site, caller),
    MEMBER("site.up", edo_site, up),
    MEMBER("site.ups", edo_site, ups),
    MEMBER("site.offset", edo_site, offset),
    MEMBER("site.up_offset", edo_site, up_offset),
    MEMBER("site.up_kind", edo_site, up_kind),
    MEMBER("site.flags", edo_site, flags),
    MEMBER("site.line", edo_site, line),
    MEMBER("site.file", edo_site, file),
    MEMBER("site.function", edo_site, function),
    MEMBER("site.what", edo_site, what),
    MEMBER("site.leaf", edo_site, leaf),
    MEMBER("group.name", struct edo_group, ops.name),
    MEMBER("group.members", struct edo_group, members),
    MEMBER("group.n", struct edo_group, n),
    MEMBER("member.offset", struct edo_member, offset),
    MEMBER("member.borrowed", struct edo_member, borrowed),
    SIZE("member", struct edo_member),
    MEMBER("branch.leaf", edo_branch, leaf),
    MEMBER("branch.site", edo_branch, site),
    MEMBER("branch.owner", edo_branch, owner),
    SIZE("branch", edo_branch),
    MEMBER("box.caller", struct edo_box_prefix, caller),
    MEMBER("box.site", struct edo_box_prefix, site),
    MEMBER("box.fn", struct edo_box_prefix, fn),
    SIZE("box", struct edo_box_prefix),
    MEMBER("fn.name", edo_fn, name),
    MEMBER("fn.size", edo_fn, size),
    MEMBER("runtime.all", edo_runtime, all),
    MEMBER("runtime.tasks", edo_runtime, home.tasks),
    MEMBER("runtime.running", edo_runtime, home.running),
    MEMBER("task.all", edo_task, all),
    MEMBER("task.state", edo_task, state),
    MEMBER("task.fn", edo_task, fn),
    MEMBER("task.extra", edo_task, extra),
    MEMBER("task.branch", edo_task, core.main),
    MEMBER("extra.name", struct edo_task_extra, name),
    MEMBER("extra.id", struct edo_task_extra, id),
};

struct edo__debug edo__debug = {
    .version = 1,
    .entries_count = sizeof entries / sizeof entries[0],
    .entries = entries,
    .runtimes = {&edo__debug.runtimes, &edo__debug.runtimes},
};

static void lock(void)
{
    /* Acquire: the list as the last one left it; pairs with unlock. */
    while (edo_atomic_exchange_acquire(&edo__debug.busy, (uintptr_t)1))
        edo__thread_yield();
}

static void unlock(void)
{
    /* Release: pairs with lock. */
    edo_atomic_store_release(&edo__debug.busy, (uintptr_t)0);
}

void edo__debug_add(edo_runtime *rt)
{
    lock();
    edo_list_push_back(&edo__debug.runtimes, &rt->all);
    unlock();
}

void edo__debug_remove(edo_runtime *rt)
{
    lock();
    edo_list_remove(&rt->all);
    unlock();
}
