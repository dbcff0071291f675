/* SPDX-License-Identifier: MIT
 *
 * Which command is meant, and the ones that edocc does the work of. */
#include "edo.h"

#include "cc_options.h"
#include "driver_run.h"

#include <stdio.h>
#include <string.h>

/* ---- help ---- */

static const char run_help[] =
    "  edo run [OPTIONS] FILE.c [ARGS...]\n"
    "\n"
    "Compiles FILE.c with `edocc -O2 -g OPTIONS` and runs it with ARGS. OPTIONS are those\n"
    "of the C compiler: -DNAME, -Wall, -lm, -fsanitize=address …\n"
    "\n"
    "The program is kept in $XDG_CACHE_HOME/edo (or ~/.cache/edo) and run from there the\n"
    "next time, unless FILE.c, a file that it includes, the options or the compiler have\n"
    "changed.\n"
    "\n"
    "Exit status: the program's; the compiler's if it fails; 2 for wrong usage.\n";

static const char expand_help[] =
    "  edo expand [OPTIONS] FILE.c...\n"
    "\n"
    "Prints the C that FILE.c is turned into, to be read: async functions as state\n"
    "machines, with your comments at the awaits; headers as their #include lines. OPTIONS\n"
    "are those of the C compiler that the file needs (-I, -D …). What is printed compiles\n"
    "with `cc -I <Edo's headers>`, and links with libedo.\n";

static const char states_help[] =
    "  edo states [--text|--dot|--json|--html] [OPTIONS] FILE.c\n"
    "\n"
    "Prints the states of each async function of FILE.c, what each keeps, and how they\n"
    "follow each other: as text, or for Graphviz, as JSON, as a page for a browser. OPTIONS\n"
    "are those of the C compiler that the file needs (-I, -D …).\n";

static const char frames_help[] =
    "  edo frames [OPTIONS] FILE.c...\n"
    "\n"
    "Prints the size of each frame (what one running call of an async function needs), and\n"
    "who fills it. OPTIONS are those of the C compiler that the file needs (-I, -D …).\n";

static const char explain_help[] =
    "  edo explain [CODE...]\n"
    "\n"
    "Prints what a message of edocc means, with an example and the remedy. CODE stands at\n"
    "the end of the message: E0003, or 3; of a warning also its option: -Wedo-lock. Without\n"
    "a CODE, a list of all.\n";

static const char completion_help[] =
    "  edo completion bash|zsh|fish\n"
    "\n"
    "Prints the completion of `edo` for a shell; for bash, of edocc's options too. An\n"
    "installation has them where shells look; otherwise:\n"
    "\n"
    "  bash   eval \"$(edo completion bash)\"      in ~/.bashrc\n"
    "  zsh    eval \"$(edo completion zsh)\"       in ~/.zshrc, behind compinit\n"
    "  fish   edo completion fish >~/.config/fish/completions/edo.fish\n";

static const char help_help[] =
    "  edo help [COMMAND]\n"
    "\n"
    "Prints what edo, or one command of it, does.\n";

enum kind { RUN, SHOW, STATES, EXPLAIN, COMPLETION, HELP };

static const struct subcommand {
    const char *name;
    enum kind kind;
    const char *option; /* edocc's */
    const char *usage, *summary, *help;
} commands[] = {
    {"run", RUN, NULL, "[OPTIONS] FILE.c [ARGS...]", "compile FILE.c and run it with ARGS",
     run_help},
    {"expand", SHOW, "--expand", "[OPTIONS] FILE.c...", "print the C that FILE.c is turned into",
     expand_help},
    {"states", STATES, "--states", "[OPTIONS] FILE.c", "print its state machines", states_help},
    {"frames", SHOW, "--frames", "[OPTIONS] FILE.c...",
     "print the sizes of its frames, and who fills them", frames_help},
    {"explain", EXPLAIN, "--explain", "[CODE...]", "say what a message means", explain_help},
    {"completion", COMPLETION, NULL, "bash|zsh|fish", "print the completion for a shell",
     completion_help},
    {"help", HELP, NULL, "[COMMAND]", "print this, or what a command does", help_help},
};
enum { NCOMMANDS = sizeof commands / sizeof commands[0] };

static int finish(void)
{
    if (fflush(stdout) == 0)
        return 0;
    perror("edo: standard output");
    return 1;
}

static void print_help(FILE *out)
{
    fputs("edo: async/await for C\n\n", out);
    for (int i = 0; i < NCOMMANDS; i++) {
        const struct subcommand *c = &commands[i];
        fprintf(out, "  edo %s %-*s %s\n", c->name, 36 - (int)strlen(c->name), c->usage,
                c->summary);
    }
    fprintf(out, "  edo %-37s print the version\n", "--version");
    fputs("\n"
          "OPTIONS are those of the C compiler. `edo COMMAND --help` says more of a command.\n"
          "\n"
          "EDOCC_CC names the C compiler (default: gcc, else clang, else cc).\n"
          "edocc is the compiler itself: it takes the options of cc.\n",
          out);
}

static int help_of(const struct subcommand *c)
{
    printf("edo %s: %s\n\n%s", c->name, c->summary, c->help);
    return finish();
}

static int misused(const struct subcommand *c, const char *what)
{
    fprintf(stderr, "edo %s: %s\nusage: edo %s %s\n", c->name, what, c->name, c->usage);
    return 2;
}

/* ---- which command ---- */

static const struct subcommand *find(const char *name)
{
    for (int i = 0; i < NCOMMANDS; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* How many letters have to be changed, added or left out. */
static unsigned distance(const char *a, const char *b)
{
    unsigned row[32];
    size_t n = strlen(b);

    if (n >= 31 || strlen(a) >= 31)
        return 31;
    for (size_t j = 0; j <= n; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; a[i - 1]; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= n; j++) {
            unsigned change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            unsigned shift = 1 + (row[j] < row[j - 1] ? row[j] : row[j - 1]);
            row[j] = change < shift ? change : shift;
        }
    }
    return row[n];
}

static int unknown(const char *name)
{
    const struct subcommand *best = NULL;
    unsigned least = 3;

    for (int i = 0; i < NCOMMANDS; i++) {
        unsigned away = distance(name, commands[i].name);
        if (away < least) {
            least = away;
            best = &commands[i];
        }
    }
    fprintf(stderr, "edo: there is no command '%s'", name);
    if (best)
        fprintf(stderr, ": did you mean 'edo %s'?\n", best->name);
    else
        fputs(" (edo --help lists them)\n", stderr);
    return 2;
}

/* ---- what edocc does ---- */

static int run_edocc(struct arena *arena, const struct edo_places *places, const char *option,
                     int argc, char **argv)
{
    struct words w = {0};

    words_add(arena, &w, arena_printf(arena, "%s/edocc", places->bin));
    words_add(arena, &w, option);
    words_add_all(arena, &w, argv, argc);
    return run_exec(&w, -1);
}

static bool names_file(int argc, char **argv)
{
    for (int i = 0; i < argc;) {
        struct cc_word w = cc_read_word(argv, argc, i);
        if (w.option == CCO_INPUT)
            return true;
        i += w.words;
    }
    return false;
}

static const char *states_option(const char *word)
{
    static const char *const all[] = {"--text", "--dot", "--json", "--html"};
    static const char *const options[] = {"--states=text", "--states=dot", "--states=json",
                                          "--states=html"};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(word, all[i]) == 0)
            return options[i];
    return NULL;
}

/* Takes the formats out of the words: how many there are; the first is `*option`. */
static int take_formats(int *argc, char **argv, const char **option)
{
    int found = 0;

    for (int i = 0; i < *argc;) {
        struct cc_word w = cc_read_word(argv, *argc, i);
        const char *format = w.option == CCO_INPUT ? NULL : states_option(argv[i]);
        if (!format) {
            i += w.words;
            continue;
        }
        if (found++ == 0)
            *option = format;
        memmove(argv + i, argv + i + 1, (size_t)(*argc - i - 1) * sizeof *argv);
        --*argc;
    }
    return found;
}

static int show(struct arena *arena, const struct edo_places *places, const struct subcommand *c,
                int argc, char **argv)
{
    const char *option = c->option;

    if (c->kind == STATES && take_formats(&argc, argv, &option) > 1)
        return misused(c, "one format at a time");
    if (c->kind != EXPLAIN && !names_file(argc, argv))
        return misused(c, "which file?");
    return run_edocc(arena, places, option, argc, argv);
}

/* ---- completion ---- */

static int completion(const struct subcommand *c, int argc, char **argv)
{
    const struct completion *found = NULL;

    if (argc != 1)
        return misused(c, argc == 0 ? "for which shell?" : "one shell at a time");
    for (const struct completion *s = completions; s->shell; s++)
        if (strcmp(s->shell, argv[0]) == 0)
            found = s;
    if (!found)
        return misused(c, "there is none for that shell");
    fputs(found->text, stdout);
    return finish();
}

/* ---- */

static bool asks_for_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static int help(const struct subcommand *c, int argc, char **argv)
{
    if (argc == 0) {
        print_help(stdout);
        return finish();
    }
    if (argc > 1)
        return misused(c, "one command at a time");
    const struct subcommand *about = find(argv[0]);
    return about ? help_of(about) : unknown(argv[0]);
}

static int dispatch(struct arena *arena, int argc, char **argv)
{
    struct edo_places places;

    if (argc < 2) {
        print_help(stderr);
        return 2;
    }
    if (asks_for_help(argv[1]))
        return help(find("help"), 0, NULL);
    if (strcmp(argv[1], "--version") == 0) {
        printf("edo %s\n", EDO_VERSION);
        return finish();
    }
    const struct subcommand *c = find(argv[1]);
    if (!c)
        return unknown(argv[1]);
    argc -= 2, argv += 2;
    if (argc > 0 && asks_for_help(argv[0]))
        return help_of(c);
    if (c->kind == HELP)
        return help(c, argc, argv);
    if (c->kind == COMPLETION)
        return completion(c, argc, argv);
    edo_find_places(arena, &places);
    if (!places.bin) {
        fprintf(stderr, "edo: can't find out where I am: is /proc mounted?\n");
        return 1;
    }
    return c->kind == RUN ? command_run(arena, &places, argc, argv)
                          : show(arena, &places, c, argc, argv);
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();

    run_start();
    int status = dispatch(arena, argc, argv);
    run_clean();
    arena_free(arena);
    return status;
}
