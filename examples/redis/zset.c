/* SPDX-License-Identifier: MIT
 *
 * A sorted set: a dict from member to score, and a skip list in the order of (score, member). Each
 * link of the skip list knows how many members it passes over, so ranks are found on the way. */
#include "redis.h"

#include <stdlib.h>
#include <string.h>

enum { LEVELS = 24 };

struct znode {
    struct entry *member; /* of the dict; 0 in the head */
    struct znode *back;
    struct zlink {
        struct znode *next;
        size_t span;
    } links[];
};

static struct znode *new_node(int levels)
{
    struct znode *n = mem_alloc(sizeof *n + (size_t)levels * sizeof *n->links);
    if (n)
        memset(n, 0, sizeof *n + (size_t)levels * sizeof *n->links);
    return n;
}

struct zset *zset_new(void)
{
    struct zset *z = mem_alloc(sizeof *z);
    if (!z)
        return NULL;
    *z = (struct zset){.head = new_node(LEVELS), .levels = 1};
    if (!z->head) {
        mem_free(z);
        return NULL;
    }
    return z;
}

void zset_free(struct zset *z)
{
    for (struct znode *n = z->head, *next; n; n = next) {
        next = n->links[0].next;
        mem_free(n);
    }
    dict_clear(&z->members, NULL);
    mem_free(z);
}

struct slice znode_member(const struct znode *n)
{
    return entry_key(n->member);
}

double znode_score(const struct znode *n)
{
    return n->member->score;
}

struct znode *znode_next(const struct znode *n, bool backwards)
{
    return backwards ? n->back : n->links[0].next;
}

static bool comes_before(const struct znode *n, double score, struct slice member)
{
    double mine = znode_score(n);
    if (mine != score)
        return mine < score;
    struct slice name = znode_member(n);
    size_t common = name.len < member.len ? name.len : member.len;
    int order = common ? memcmp(name.at, member.at, common) : 0;
    return order ? order < 0 : name.len < member.len;
}

/* The last node of each level in front of (score, member), and how many nodes lie before it. */
static void find_path(const struct zset *z, double score, struct slice member,
                      struct znode *path[LEVELS], size_t rank[LEVELS])
{
    struct znode *at = z->head;
    size_t passed = 0;
    for (int i = z->levels - 1; i >= 0; i--) {
        struct znode *next;
        while ((next = at->links[i].next) && comes_before(next, score, member)) {
            passed += at->links[i].span;
            at = next;
        }
        path[i] = at;
        rank[i] = passed;
    }
}

static int random_levels(void)
{
    int levels = 1;
    while (levels < LEVELS && (random() & 3) == 0)
        levels++;
    return levels;
}

static void link_node(struct zset *z, struct znode *n, int levels)
{
    struct znode *path[LEVELS];
    size_t rank[LEVELS];
    find_path(z, n->member->score, znode_member(n), path, rank);
    for (; z->levels < levels; z->levels++) {
        path[z->levels] = z->head;
        rank[z->levels] = 0;
        z->head->links[z->levels].span = z->members.used - 1;
    }
    for (int i = 0; i < z->levels; i++) {
        struct zlink *before = &path[i]->links[i];
        if (i >= levels) {
            before->span++;
            continue;
        }
        size_t skipped = rank[0] - rank[i];
        n->links[i] = (struct zlink){before->next, before->span - skipped};
        *before = (struct zlink){n, skipped + 1};
    }
    n->back = path[0] == z->head ? NULL : path[0];
    if (n->links[0].next)
        n->links[0].next->back = n;
    else
        z->last = n;
}

/* Takes the node of that member out of the skip list; the dict still holds it. */
static struct znode *unlink_node(struct zset *z, const struct entry *member)
{
    struct znode *path[LEVELS];
    size_t rank[LEVELS];
    find_path(z, member->score, entry_key(member), path, rank);
    struct znode *n = path[0]->links[0].next;
    for (int i = 0; i < z->levels; i++) {
        struct zlink *before = &path[i]->links[i];
        if (before->next == n)
            *before = (struct zlink){n->links[i].next, before->span + n->links[i].span - 1};
        else
            before->span--;
    }
    if (n->links[0].next)
        n->links[0].next->back = n->back;
    else
        z->last = n->back;
    while (z->levels > 1 && !z->head->links[z->levels - 1].next)
        z->levels--;
    return n;
}

/* A node is as high as it was made: moving a member takes a new one, before anything is changed. */
bool zset_put(struct zset *z, struct slice member, double score, bool *is_new)
{
    struct entry *e = dict_find(&z->members, member);
    *is_new = !e;
    if (e && e->score == score)
        return true;
    int levels = random_levels();
    struct znode *n = new_node(levels);
    if (!n)
        return false;
    if (e) {
        mem_free(unlink_node(z, e));
    } else if (!(e = dict_add(&z->members, member))) {
        mem_free(n);
        return false;
    }
    e->score = score;
    n->member = e;
    link_node(z, n, levels);
    return true;
}

bool zset_delete(struct zset *z, struct slice member)
{
    struct entry *e = dict_find(&z->members, member);
    if (!e)
        return false;
    mem_free(unlink_node(z, e));
    mem_free(dict_take(&z->members, member));
    return true;
}

struct znode *zset_at(const struct zset *z, size_t rank)
{
    struct znode *at = z->head;
    size_t left = rank + 1; /* links of the lowest level to go */
    for (int i = z->levels - 1; i >= 0; i--) {
        while (at->links[i].next && at->links[i].span <= left) {
            left -= at->links[i].span;
            at = at->links[i].next;
        }
        if (!left)
            return at;
    }
    return NULL;
}

size_t zset_count_below(const struct zset *z, double score, bool or_equal)
{
    struct znode *at = z->head, *next;
    size_t passed = 0;
    for (int i = z->levels - 1; i >= 0; i--) {
        while ((next = at->links[i].next) &&
               (znode_score(next) < score || (or_equal && znode_score(next) == score))) {
            passed += at->links[i].span;
            at = next;
        }
    }
    return passed;
}

size_t zset_rank(const struct zset *z, const struct entry *member)
{
    struct znode *path[LEVELS];
    size_t rank[LEVELS];
    find_path(z, member->score, entry_key(member), path, rank);
    return rank[0];
}
