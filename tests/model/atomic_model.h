/* SPDX-License-Identifier: MIT
 *
 * The names of runtime/base/atomic.h on Relacy's atomics: so that the runtime's own source runs
 * under its scheduler, which tries interleavings, and what each load may legally return. */
#ifndef EDO_TESTS_ATOMIC_MODEL_H
#define EDO_TESTS_ATOMIC_MODEL_H

#include <relacy/relacy.hpp>

#include <stdint.h>

template <typename T> struct edo_model_atomic {
    rl::atomic<T> value;
};
typedef edo_model_atomic<uint32_t> edo_atomic_u32;
typedef edo_model_atomic<uint64_t> edo_atomic_u64;
typedef edo_model_atomic<int64_t> edo_atomic_i64;
typedef edo_model_atomic<uintptr_t> edo_atomic_word;

#define EDO_MODEL_OP(a, op, v, order) ((a)->value($).op((v), rl::mo_##order))

#define edo_atomic_load_relaxed(a) ((a)->value($).load(rl::mo_relaxed))
#define edo_atomic_load_acquire(a) ((a)->value($).load(rl::mo_acquire))
#define edo_atomic_store_relaxed(a, v) EDO_MODEL_OP(a, store, v, relaxed)
#define edo_atomic_store_release(a, v) EDO_MODEL_OP(a, store, v, release)
#define edo_atomic_exchange_acquire(a, v) EDO_MODEL_OP(a, exchange, v, acquire)
#define edo_atomic_exchange_acq_rel(a, v) EDO_MODEL_OP(a, exchange, v, acq_rel)
#define edo_atomic_fetch_add_relaxed(a, v) EDO_MODEL_OP(a, fetch_add, v, relaxed)
#define edo_atomic_fetch_add_acquire(a, v) EDO_MODEL_OP(a, fetch_add, v, acquire)
#define edo_atomic_fetch_add_acq_rel(a, v) EDO_MODEL_OP(a, fetch_add, v, acq_rel)
#define edo_atomic_fetch_sub_release(a, v) EDO_MODEL_OP(a, fetch_sub, v, release)
#define edo_atomic_fetch_sub_acq_rel(a, v) EDO_MODEL_OP(a, fetch_sub, v, acq_rel)
#define edo_atomic_fetch_or_acq_rel(a, v) EDO_MODEL_OP(a, fetch_or, v, acq_rel)
#define edo_atomic_fetch_and_acq_rel(a, v) EDO_MODEL_OP(a, fetch_and, v, acq_rel)
#define edo_atomic_cas_release_relaxed(a, expected, v)                                             \
    ((a)->value($).compare_exchange_weak(*(expected), (v), rl::mo_release,               \
                                         rl::mo_relaxed))
#define edo_atomic_cas_acq_rel_acquire(a, expected, v)                                             \
    ((a)->value($).compare_exchange_weak(*(expected), (v), rl::mo_acq_rel,               \
                                         rl::mo_acquire))

#endif
