/* SPDX-License-Identifier: MIT
 *
 * Errors and their texts; the allocator and the cache in front of it. */
#include "hand.h"

#include "base/cache.h"
#include "base/list.h"

#include <limits.h>

static void every_error_has_a_text_of_its_own(void)
{
    CHECK(strcmp(edo_strerror(-ECANCELED), "Operation canceled") == 0);
    CHECK(strcmp(edo_strerror(ECANCELED), "Operation canceled") == 0);
    CHECK(strcmp(edo_strerror(-EDO_ECLOSED), "Closed") == 0);
    CHECK(strcmp(edo_strerror(0), "Success") == 0);
    for (int e = EDO_ERROR_FIRST; e <= EDO_ERROR_LAST; e++) {
        CHECK(edo_strerror(-e) && *edo_strerror(-e));
        CHECK(strcmp(edo_strerror(-e), "Unknown error") != 0);
        for (int f = EDO_ERROR_FIRST; f < e; f++)
            CHECK(strcmp(edo_strerror(e), edo_strerror(f)) != 0);
    }
    CHECK(strcmp(edo_strerror(-(EDO_ERROR_LAST + 1)), "Unknown error") == 0);
    CHECK(strcmp(edo_strerror(INT_MIN), "Unknown error") == 0);
    CHECK(strcmp(edo_strerror(INT_MAX), "Unknown error") == 0);
    CHECK(strcmp(edo_strerror(4000), "Unknown error") == 0);
}

static void a_freed_block_is_reused_and_deinit_gives_all_back(void)
{
    struct edo_cache cache;
    edo__cache_init(&cache);
    for (size_t size = 1; size <= 8192; size += 37) {
        char *a = edo__cache_alloc(&cache, size, 8);
        CHECK(a && (uintptr_t)a % 16 == 0);
        memset(a, 1, size);
        edo__cache_free(&cache, a, size, 8);
    }
#ifndef __SANITIZE_ADDRESS__
    long before = memory.allocs;
    for (int i = 0; i < 100; i++) {
        void *a = edo__cache_alloc(&cache, 100, 8), *b = edo__cache_alloc(&cache, 100, 8);
        CHECK(a != b);
        edo__cache_free(&cache, b, 100, 8);
        edo__cache_free(&cache, a, 100, 8);
    }
    CHECK(memory.allocs - before <= 1);
#endif
    edo__cache_deinit(&cache);
    CHECK_EQ(memory.live, 0);
}

static void the_cache_keeps_a_bounded_amount(void)
{
    enum { N = 10000, SIZE = 256 };
    static void *blocks[N];
    struct edo_cache cache;
    edo__cache_init(&cache);
    for (int i = 0; i < N; i++)
        CHECK(blocks[i] = edo__cache_alloc(&cache, SIZE, 8));
    for (int i = 0; i < N; i++)
        edo__cache_free(&cache, blocks[i], SIZE, 8);
    /* What was taken from the allocator may be kept in its place, up to the bound. */
    CHECK(memory.bytes <= EDO__CACHE_KEPT + (long)N * SIZE);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < N; i++)
            CHECK(blocks[i] = edo__cache_alloc(&cache, SIZE, 8));
        for (int i = 0; i < N; i++)
            edo__cache_free(&cache, blocks[i], SIZE, 8);
    }
    CHECK(memory.bytes <= EDO__CACHE_KEPT);
    edo__cache_deinit(&cache);
    CHECK_EQ(memory.live, 0);
}

static void over_aligned_blocks_are_aligned(void)
{
    struct edo_cache cache;
    edo__cache_init(&cache);
    for (size_t align = 16; align <= 4096; align *= 2) {
        void *a = edo__cache_alloc(&cache, 100, align);
        CHECK(a && (uintptr_t)a % align == 0);
        edo__cache_free(&cache, a, 100, align);
    }
    edo__cache_deinit(&cache);
}

static void a_block_may_be_freed_without_its_cache(void)
{
    struct edo_cache cache;
    edo__cache_init(&cache);
    void *a = edo__cache_alloc(&cache, 100, 16), *b = edo__cache_alloc(&cache, 100, 256);
    edo__cache_deinit(&cache);
    edo__free(a, edo__cache_size(100, 16), 16);
    edo__free(b, edo__cache_size(100, 256), 256);
    CHECK_EQ(memory.bytes, 0);
}

struct item {
    int n;
    struct edo_list node;
};
static void lists_keep_their_order_and_forget_removed_nodes(void)
{
    struct edo_list list;
    struct item items[4] = {{0}};
    edo_list_init(&list);
    CHECK(edo_list_empty(&list) && !edo_list_pop_front(&list));
    for (int i = 0; i < 4; i++) {
        items[i].n = i;
        edo_list_push_back(&list, &items[i].node);
    }
    edo_list_remove(&items[1].node);
    edo_list_remove(&items[1].node);
    edo_list_push_front(&list, &items[1].node);
    static const int expected[] = {1, 0, 2, 3};
    for (int i = 0; i < 4; i++)
        CHECK_EQ(EDO_CONTAINER(edo_list_pop_front(&list), struct item, node)->n, expected[i]);
    CHECK(edo_list_empty(&list));
}

TESTS(
    TEST(every_error_has_a_text_of_its_own);
    TEST(a_freed_block_is_reused_and_deinit_gives_all_back);
    TEST(the_cache_keeps_a_bounded_amount);
    TEST(over_aligned_blocks_are_aligned);
    TEST(a_block_may_be_freed_without_its_cache);
    TEST(lists_keep_their_order_and_forget_removed_nodes);
)
