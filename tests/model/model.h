/* SPDX-License-Identifier: MIT
 *
 * Running a model: both of Relacy's ways of choosing interleavings. A test is a struct derived from
 * rl::test_suite. Races on rl::var, deadlocks, and RL_ASSERT fail it. */
#ifndef EDO_TESTS_MODEL_H
#define EDO_TESTS_MODEL_H

#define EDO_MODEL
#include "tests/model/atomic_model.h"

#include <ostream>
#include <stdio.h>

template <typename Test> bool model_run(const char *name, unsigned random, unsigned bound)
{
    rl::test_params p;
    std::ostream nowhere(nullptr);
    p.progress_stream = &nowhere;
    p.iteration_count = random;
    p.search_type = rl::random_scheduler_type;
    bool good = rl::simulate<Test>(p);
    if (good && bound) {
        p.search_type = rl::fair_context_bound_scheduler_type;
        p.context_bound = bound;
        p.execution_depth_limit = 3000;
        good = rl::simulate<Test>(p);
    }
    printf("%s %s\n", good ? "ok  " : "FAIL", name);
    return good;
}

#endif
