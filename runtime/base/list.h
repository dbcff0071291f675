/* SPDX-License-Identifier: MIT
 *
 * Circular doubly linked lists whose nodes stand in what they link. The head is a node too. One
 * thread at a time. */
#ifndef EDO_BASE_LIST_H
#define EDO_BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct edo_list {
    struct edo_list *next, *prev;
};

#define EDO_CONTAINER(p, T, member) ((T *)(void *)((char *)(p)-offsetof(T, member)))

static inline void edo_list_init(struct edo_list *head)
{
    head->next = head->prev = head;
}

static inline bool edo_list_empty(const struct edo_list *head)
{
    return head->next == head;
}

static inline void edo_list_push_back(struct edo_list *head, struct edo_list *node)
{
    node->next = head;
    node->prev = head->prev;
    head->prev->next = node;
    head->prev = node;
}

static inline void edo_list_push_front(struct edo_list *head, struct edo_list *node)
{
    edo_list_push_back(head->next, node);
}

/* The node is on no list afterwards, and may be removed again. */
static inline void edo_list_remove(struct edo_list *node)
{
    node->prev->next = node->next;
    node->next->prev = node->prev;
    node->next = node->prev = node;
}

/* 0 if there is none. */
static inline struct edo_list *edo_list_pop_front(struct edo_list *head)
{
    struct edo_list *node = head->next;
    if (node == head)
        return 0;
    edo_list_remove(node);
    return node;
}

#endif
