/* SPDX-License-Identifier: MIT
 *
 * Where locals live, and what awaits save and restore. A plan is written as
 *
 *     x cached, y frame; 1: save x restore x; 2: …; early x
 *
 * without the locals that are ordinary C locals and the awaits that neither save nor restore. */
#include <time.h>

#include "lower_analysis.h"

static void add_names(char *to, size_t size, const char *what, const struct vec *locals)
{
    for (unsigned i = 0; i < locals->n; i++)
        snprintf(to + strlen(to), size - strlen(to), "%s%s", i ? " " : what,
                 ((struct local *)locals->at[i])->sym->name);
}

static const char *plan_of(struct lfunc *lf)
{
    static char text[4096];
    *text = 0;
#define ADD(...) snprintf(text + strlen(text), sizeof text - strlen(text), __VA_ARGS__)
    for (unsigned i = 0; i < lf->locals.n; i++) {
        const struct local *l = lf->locals.at[i];
        if (l->where != CLASS_LOCAL)
            ADD("%s%s %s", *text ? ", " : "", l->sym->name,
                l->where == CLASS_FRAME ? "frame" : "cached");
    }
    for (unsigned i = 0; i < lf->waits.n; i++) {
        const struct wait *w = lf->waits.at[i];
        if (!w->save.n && !w->restore.n)
            continue;
        ADD("; %u:", w->at);
        add_names(text, sizeof text, " save ", &w->save);
        add_names(text, sizeof text, " restore ", &w->restore);
    }
    for (unsigned i = 0; i < lf->flow->nevents; i++)
        if (lf->flow->events[i].kind == EV_SAVE)
            ADD("; early %s",
                ((struct local *)lf->locals.at[lf->flow->events[i].local])->sym->name);
#undef ADD
    return text;
}

static void expect(const char *name, const char *body, const char *plan)
{
    char text[4096];
    snprintf(text, sizeof text, "_Async int f(int n)\n{\n%s\n}\n", body);
    struct lfunc *lf = analyse(text);
    const char *got = plan_of(lf);
    if (strcmp(got, plan)) {
        fprintf(stderr, "%s:\n%s\n  expected %s\n  got      %s\n", name, body, plan, got);
        failures++;
    }
    if (!verify_function(lf)) {
        fprintf(stderr, "%s: the verifier says\n%s", name, diag_text(diag, unit_plan.unit));
        failures++;
    }
}

#define PLAN(name, body, plan)                                                                     \
    static void name(void)                                                                         \
    {                                                                                              \
        expect(#name, body, plan);                                                                 \
    }

/* ---- values ---- */

PLAN(what_is_read_behind_an_await_is_saved_and_restored,
     "int x = use(n); _Await rest(); return use(x);", "x cached; 1: save x restore x")
PLAN(what_is_dead_behind_every_await_stays_a_c_local,
     "int x = use(n); use(x); _Await rest(); x = use(2); return use(x);", "")
PLAN(a_parameter_is_saved_as_any_other, "_Await rest(); return use(n);",
     "n cached; 1: save n restore n")
PLAN(an_argument_of_the_await_is_not_live_across_it, "_Await wait(n); return 0;", "")
PLAN(what_the_await_gives_is_not_live_across_it,
     "int x = use(n); x = _Await wait(x); return use(x);", "")
PLAN(a_store_through_the_result_needs_its_address_behind_the_await,
     "int *p = touch(&n) ? &n : 0; *p = _Await wait(1); return 0;",
     "n frame, p cached; 1: save p restore p")
PLAN(what_is_overwritten_before_it_is_read_is_not_restored,
     "int x = use(n), y = use(x); if (_Await wait(1)) { x = 2; }"
     " else { _Await rest(); use(y); } use(x); return 0;",
     "x cached, y cached; 1: save x y restore x y; 2: save x y restore x y")
PLAN(a_compound_assignment_reads, "int x = use(n); _Await rest(); x += 2; return use(x);",
     "x cached; 1: save x restore x")
PLAN(the_arms_of_a_condition_are_two_paths,
     "int x = use(n), y = use(n); int k = _Await wait(1); return k ? use(x) : (x = 3, use(x + y));",
     "x cached, y cached; 1: save x y restore x y")
PLAN(what_may_be_skipped_does_not_overwrite,
     "int x = use(n); int k = _Await wait(1); k && (x = 1); return use(x);",
     "x cached; 1: save x restore x")
PLAN(what_is_always_run_overwrites,
     "int x = use(n); int k = _Await wait(1); (x = 1) && k; return use(x + k);", "")
PLAN(a_loop_carries_what_it_changes,
     "int s = 0; for (int i = 0; i < n; i++) s += _Await wait(i); return s;",
     "n cached, s cached, i cached; 1: save s i restore n s i; early n")
PLAN(a_local_of_the_loop_body_is_new_each_time,
     "for (;;) { int x = use(1); use(x); _Await rest(); }", "")

/* ---- several awaits ---- */

PLAN(what_lies_idle_through_many_awaits_stands_in_the_frame,
     "int x = use(n); _Await rest(); _Await rest(); _Await rest(); _Await rest(); return use(x);",
     "x frame")
PLAN(two_awaits_save_twice, "int x = use(n); _Await rest(); use(x); _Await rest(); return use(x);",
     "x cached; 1: save x restore x; 2: save x restore x")
PLAN(one_early_save_serves_a_loop,
     "int x = use(n); for (int i = 0; i < 9; i++) { use(x); use(x); _Await rest(); } return 0;",
     "x cached, i cached; 1: save i restore x i; early x")
PLAN(a_slot_that_is_right_is_not_saved_again,
     "int x = use(n); for (;;) { if (use(1)) x = use(2); else if (use(3)) _Await wait(x);"
     " else use(x + x + x); }",
     "x cached; 1: save x restore x")

/* ---- jumps ---- */

PLAN(a_goto_backwards_makes_a_loop,
     "int i = 0; again: use(i); use(i); _Await rest(); if (i++ < n) goto again; return 0;",
     "n cached, i cached; 1: save n i restore n i")
PLAN(a_declaration_passed_again_begins_a_new_life,
     "again: ; int x; use(1); x = 2; use(x); _Await rest(); if (use(1)) goto again; return 0;", "")
PLAN(a_case_is_reached_from_the_switch,
     "int x = use(n); switch (n) { case 1: _Await rest(); break; case 2: return use(x); default:"
     " _Await rest(); return use(x); } return 0;",
     "x cached; 2: save x restore x")
PLAN(a_case_falls_through,
     "int x = use(n); switch (n) { case 1: _Await rest(); case 2: return use(x); } return 0;",
     "x cached; 1: save x restore x")
PLAN(a_computed_goto_goes_to_every_label_whose_address_is_taken,
     "static void *const to[] = {&&a, &&b}; int x = use(1), y = use(2); _Await rest();"
     " goto *to[use(0)]; a: return use(x); b: return use(y); c: return use(n); if (n) goto c;",
     "x cached, y cached; 1: save x y restore x y")
PLAN(an_asm_goto_may_go_to_its_labels,
     "int x = use(n); _Await rest(); __asm__ goto(\"\" : : : : out); return 0; out: return use(x);",
     "x cached; 1: save x restore x")
PLAN(an_endless_loop_is_never_left, "int x = use(n); for (;;) _Await rest(); return use(x);", "")
PLAN(asm_operands_read_and_write,
     "int x = use(n), y = use(n), z = use(n); _Await rest();"
     " __asm__(\"\" : \"=r\"(x), \"+r\"(y) : \"r\"(z)); return use(x + y);",
     "y cached, z cached; 1: save y z restore y z")
PLAN(control_that_comes_back_to_before_a_declaration_finds_its_local_in_the_frame,
     "goto init; back: _Await rest(); goto on; int x; init: x = use(1); goto back; on: return "
     "use(x);",
     "x frame")

/* ---- addresses ---- */

PLAN(an_address_taken_before_an_await_keeps_the_local_in_the_frame,
     "int x = 1; touch(&x); _Await rest(); return 0;", "x frame")
PLAN(an_address_taken_behind_the_last_await_does_not,
     "int x = use(n); _Await rest(); touch(&x); return 0;", "x cached; 1: save x restore x")
PLAN(an_address_does_not_outlive_its_scope,
     "{ int x = 1; touch(&x); } _Await rest(); for (int i = 0; touch(&i); ) use(i); _Await rest();"
     " return 0;",
     "")
PLAN(an_address_outlives_a_goto_back_in_its_scope,
     "int x; again: if (use(1)) { _Await rest(); } touch(&x); if (use(2)) goto again; return 0;",
     "x frame")
PLAN(an_array_that_decays_has_its_address_taken, "char a[8]; touch(a); _Await rest(); return 0;",
     "a frame")
PLAN(an_array_whose_elements_are_dead_stays_local,
     "int a[4]; a[0] = n; use(a[0]); _Await rest(); return 0;", "")
PLAN(an_array_whose_elements_are_read_behind_the_await_stands_in_the_frame,
     "int a[4] = {n}; _Await rest(); return use(a[2]);", "a frame")
PLAN(a_volatile_local_stands_in_the_frame_if_an_await_follows_a_mention,
     "volatile int x = 1, y; _Await rest(); y = 2; return y;", "x frame")
PLAN(a_named_future_stands_in_the_frame, "edo_future(wait) w = wait(n); return use(1);",
     "w frame, returned cached, exit0 cached; 1: save returned exit0 restore returned exit0")
PLAN(an_address_that_is_not_evaluated_is_none,
     "int x = use(n); use(sizeof &x); use(sizeof x); _Await rest(); return use(x);",
     "x cached; 1: save x restore x")
PLAN(the_address_of_what_a_pointer_shows_is_not_the_pointers,
     "struct pair *p = touch(0) ? 0 : (struct pair *)0; touch(&p->a); _Await rest();"
     " return use(p->b);",
     "p cached; 1: save p restore p")

/* ---- structs ---- */

PLAN(a_small_struct_is_cached, "struct pair p = {1, 2}; _Await rest(); return use(p.a);",
     "p cached; 1: save p restore p")
PLAN(a_member_that_is_set_leaves_the_others,
     "struct pair p = {1, 2}; _Await rest(); p.a = 3; return use(p.b);",
     "p cached; 1: save p restore p")
PLAN(a_member_that_is_only_set_needs_nothing,
     "struct pair p = {1, 2}; use(p.a); _Await rest(); p.a = 3; return 0;", "")
PLAN(a_big_struct_that_is_read_behind_stands_in_the_frame,
     "struct big b = {0}; _Await rest(); return weigh(b);", "b frame")
PLAN(a_big_struct_that_is_dead_behind_stays_local,
     "struct big b = {0}; weigh(b); _Await rest(); return 0;", "")
PLAN(a_struct_that_cannot_be_assigned_stands_in_the_frame,
     "struct fixed s = {1, 2}; _Await rest(); return use(s.a + s.b);", "s frame")
PLAN(a_const_scalar_is_cached, "const int x = use(n); _Await rest(); return use(x);",
     "x cached; 1: save x restore x")

/* ---- the rest ---- */

PLAN(what_may_be_indeterminate_is_not_copied,
     "int x; if (n) x = 1; int k = _Await wait(1); return k ? use(x) : 0;", "x frame")
PLAN(a_length_that_is_computed_reads, "int x = use(n); _Await rest(); return use(sizeof(int[x]));",
     "x cached; 1: save x restore x")
PLAN(a_statement_expression_is_walked_through,
     "int x = use(n), y = use(n); _Await rest(); return ({ int z = use(x); y = 2; z + y; });",
     "x cached; 1: save x restore x")
PLAN(a_compound_literal_whose_address_is_used_stands_in_the_frame,
     "int *p = &(int){n}; _Await rest(); return *p;",
     "p cached, literal1 frame; 1: save p restore p")

static void a_large_function_is_planned_quickly(void)
{
    enum { AWAITS = 10000, LOCALS = 5000 };
    size_t room = (size_t)64 * (AWAITS + LOCALS) + 4096, n = 0;
    char *text = malloc(room);
    if (!text)
        exit(2);
#define ADD(...) n += (size_t)snprintf(text + n, room - n, __VA_ARGS__)
    ADD("_Async int f(int n)\n{\n");
    for (int i = 0; i < LOCALS; i++)
        ADD("int v%d = n + %d;\n", i, i);
    for (int i = 0; i < AWAITS; i++)
        ADD("if (v%d) v%d = _Await wait(v%d);\n", i % LOCALS, i * 7 % LOCALS, i * 13 % LOCALS);
    ADD("return v1;\n}\n");
#undef ADD
    struct lfunc *lf = analyse(text);
    free(text);
    clock_t begin = clock();
    for (unsigned i = 0; i < lf->waits.n; i++)
        ((struct wait *)lf->waits.at[i])->save.n = ((struct wait *)lf->waits.at[i])->restore.n = 0;
    place_locals(lf);
    bool good = verify_function(lf);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    if (lf->waits.n != AWAITS || !good || seconds > 20) { /* 1 or 2, without sanitizers */
        fprintf(stderr, "%u awaits: %.1f s, %s\n", lf->waits.n, seconds, good ? "right" : "wrong");
        failures++;
    }
}

int main(void)
{
    what_is_read_behind_an_await_is_saved_and_restored();
    what_is_dead_behind_every_await_stays_a_c_local();
    a_parameter_is_saved_as_any_other();
    an_argument_of_the_await_is_not_live_across_it();
    what_the_await_gives_is_not_live_across_it();
    a_store_through_the_result_needs_its_address_behind_the_await();
    what_is_overwritten_before_it_is_read_is_not_restored();
    a_compound_assignment_reads();
    the_arms_of_a_condition_are_two_paths();
    what_may_be_skipped_does_not_overwrite();
    what_is_always_run_overwrites();
    a_loop_carries_what_it_changes();
    a_local_of_the_loop_body_is_new_each_time();
    what_lies_idle_through_many_awaits_stands_in_the_frame();
    two_awaits_save_twice();
    one_early_save_serves_a_loop();
    a_slot_that_is_right_is_not_saved_again();
    a_goto_backwards_makes_a_loop();
    a_declaration_passed_again_begins_a_new_life();
    a_case_is_reached_from_the_switch();
    a_case_falls_through();
    a_computed_goto_goes_to_every_label_whose_address_is_taken();
    an_asm_goto_may_go_to_its_labels();
    an_endless_loop_is_never_left();
    asm_operands_read_and_write();
    control_that_comes_back_to_before_a_declaration_finds_its_local_in_the_frame();
    an_address_taken_before_an_await_keeps_the_local_in_the_frame();
    an_address_taken_behind_the_last_await_does_not();
    an_address_does_not_outlive_its_scope();
    an_address_outlives_a_goto_back_in_its_scope();
    an_array_that_decays_has_its_address_taken();
    an_array_whose_elements_are_dead_stays_local();
    an_array_whose_elements_are_read_behind_the_await_stands_in_the_frame();
    a_volatile_local_stands_in_the_frame_if_an_await_follows_a_mention();
    a_named_future_stands_in_the_frame();
    an_address_that_is_not_evaluated_is_none();
    the_address_of_what_a_pointer_shows_is_not_the_pointers();
    a_small_struct_is_cached();
    a_member_that_is_set_leaves_the_others();
    a_member_that_is_only_set_needs_nothing();
    a_big_struct_that_is_read_behind_stands_in_the_frame();
    a_big_struct_that_is_dead_behind_stays_local();
    a_struct_that_cannot_be_assigned_stands_in_the_frame();
    a_const_scalar_is_cached();
    what_may_be_indeterminate_is_not_copied();
    a_length_that_is_computed_reads();
    a_statement_expression_is_walked_through();
    a_compound_literal_whose_address_is_used_stands_in_the_frame();
    a_large_function_is_planned_quickly();
    arena_free(arena);
    return failures != 0;
}
