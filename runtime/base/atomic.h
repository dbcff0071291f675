/* SPDX-License-Identifier: MIT
 *
 * Atomics with the memory order in the name. Everything that two threads share in the runtime goes
 * through this layer, so that a model checker can take it over: with EDO_MODEL defined, the model
 * harness supplies the same names on top of its own atomics (tests/model/atomic_model.h).
 *
 * The value stands in a struct: no plain access by accident. */
#ifndef EDO_BASE_ATOMIC_H
#define EDO_BASE_ATOMIC_H

#ifdef EDO_MODEL
#include "tests/model/atomic_model.h"
#else

#include <stdint.h>

#define EDO_ATOMIC(T)                                                                              \
    struct {                                                                                       \
        T value;                                                                                   \
    }

typedef EDO_ATOMIC(uint32_t) edo_atomic_u32;
typedef EDO_ATOMIC(uint64_t) edo_atomic_u64;
typedef EDO_ATOMIC(int64_t) edo_atomic_i64;
typedef EDO_ATOMIC(uintptr_t) edo_atomic_word;

#define edo_atomic_load_relaxed(a) __atomic_load_n(&(a)->value, __ATOMIC_RELAXED)
#define edo_atomic_load_acquire(a) __atomic_load_n(&(a)->value, __ATOMIC_ACQUIRE)
#define edo_atomic_store_relaxed(a, v) __atomic_store_n(&(a)->value, (v), __ATOMIC_RELAXED)
#define edo_atomic_store_release(a, v) __atomic_store_n(&(a)->value, (v), __ATOMIC_RELEASE)
#define edo_atomic_exchange_acquire(a, v) __atomic_exchange_n(&(a)->value, (v), __ATOMIC_ACQUIRE)
#define edo_atomic_exchange_acq_rel(a, v) __atomic_exchange_n(&(a)->value, (v), __ATOMIC_ACQ_REL)
#define edo_atomic_fetch_add_relaxed(a, v) __atomic_fetch_add(&(a)->value, (v), __ATOMIC_RELAXED)
#define edo_atomic_fetch_add_acquire(a, v) __atomic_fetch_add(&(a)->value, (v), __ATOMIC_ACQUIRE)
#define edo_atomic_fetch_add_acq_rel(a, v) __atomic_fetch_add(&(a)->value, (v), __ATOMIC_ACQ_REL)
#define edo_atomic_fetch_sub_release(a, v) __atomic_fetch_sub(&(a)->value, (v), __ATOMIC_RELEASE)
#define edo_atomic_fetch_sub_acq_rel(a, v) __atomic_fetch_sub(&(a)->value, (v), __ATOMIC_ACQ_REL)
#define edo_atomic_fetch_or_acq_rel(a, v) __atomic_fetch_or(&(a)->value, (v), __ATOMIC_ACQ_REL)
#define edo_atomic_fetch_and_acq_rel(a, v) __atomic_fetch_and(&(a)->value, (v), __ATOMIC_ACQ_REL)
/* On failure *expected is what was found, read with the order that ends the name. */
#define edo_atomic_cas_release_relaxed(a, expected, v)                                             \
    __atomic_compare_exchange_n(&(a)->value, (expected), (v), 1, __ATOMIC_RELEASE, __ATOMIC_RELAXED)
#define edo_atomic_cas_acq_rel_acquire(a, expected, v)                                             \
    __atomic_compare_exchange_n(&(a)->value, (expected), (v), 1, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)

#endif
#endif
