/* SPDX-License-Identifier: MIT
 *
 * Two runs may meet in one entry: each makes its program under a name of its own and renames it.
 * The list is renamed first away (removed), then the program in, then the list in, so a list never
 * stands beside a program that it doesn't describe for longer than another run's rename takes; and
 * what two runs of the same files make is the same. */
#include "edo.h"

#include "driver_run.h"
#include "sha256.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_ENTRIES = 256 };

/* ---- hashing ---- */

static void add_string(struct sha256 *h, const char *s)
{
    sha256_add(h, s ? s : "", (s ? strlen(s) : 0) + 1);
}

/* Which file it is, as far as that can be told without reading it. */
static void add_identity(struct sha256 *h, const char *path)
{
    struct stat st;

    add_string(h, path);
    if (!path || stat(path, &st) < 0)
        return;
    long long what[4] = {(long long)st.st_size, (long long)st.st_mtim.tv_sec,
                         (long long)st.st_mtim.tv_nsec, (long long)st.st_ino};
    sha256_add(h, what, sizeof what);
}

static bool hash_file(const char *path, char hex[SHA256_HEX])
{
    struct sha256 h;
    char buffer[32768];
    ssize_t n;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return false;
    sha256_init(&h);
    while ((n = read(fd, buffer, sizeof buffer)) > 0)
        sha256_add(&h, buffer, (size_t)n);
    close(fd);
    sha256_hex(&h, hex);
    return n == 0;
}

/* ---- where entries are ---- */

static bool make_dir(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

static char *cache_root(struct arena *arena)
{
    const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char *base, *root;

    if (xdg && xdg[0] == '/')
        base = arena_strdup(arena, xdg);
    else if (home && home[0] == '/')
        base = arena_printf(arena, "%s/.cache", home);
    else
        return NULL;
    root = arena_printf(arena, "%s/edo", base);
    if (!make_dir(base) || !make_dir(root) || access(root, W_OK | X_OK) < 0)
        return NULL;
    return root;
}

/* False: reported that there is none. */
static bool add_compiler(struct arena *arena, struct sha256 *h)
{
    struct words cc = {0};

    if (!cc_find(arena, &cc))
        return false;
    for (int i = 0; i < cc.n; i++) {
        add_string(h, cc.at[i]);
        char *path = cc_program_path(arena, cc.at[i]);
        if (path)
            add_identity(h, path);
    }
    return true;
}

static char *program_name(struct arena *arena, const char *file)
{
    const char *slash = strrchr(file, '/');
    const char *base = slash ? slash + 1 : file;
    const char *dot = strrchr(base, '.');

    return arena_strndup(arena, base, dot && dot != base ? (size_t)(dot - base) : strlen(base));
}

bool cache_find(struct arena *arena, struct cache_entry *e, const struct edo_places *places,
                const char *file, const struct words *options)
{
    static const char *const environment[] = {
        "CPATH",           "C_INCLUDE_PATH",    "LIBRARY_PATH",    "COMPILER_PATH",
        "GCC_EXEC_PREFIX", "SOURCE_DATE_EPOCH", "EDOCC_PARSE_ALL",
    };
    struct sha256 h;
    char hex[SHA256_HEX], cwd[PATH_MAX];
    char *root = cache_root(arena);

    if (!root)
        return true;
    sha256_init(&h);
    add_string(&h, "edo run " EDO_VERSION);
    add_string(&h, getcwd(cwd, sizeof cwd));
    add_string(&h, file);
    for (int i = 0; i < options->n; i++)
        add_string(&h, options->at[i]);
    add_string(&h, "");
    for (size_t i = 0; i < sizeof environment / sizeof environment[0]; i++)
        add_string(&h, getenv(environment[i]));
    if (!add_compiler(arena, &h))
        return false;
    add_identity(&h, arena_printf(arena, "%s/edocc", places->bin));
    add_identity(&h, places->library);
    sha256_hex(&h, hex);

    char *dir = arena_printf(arena, "%s/%s", root, hex);
    if (!make_dir(dir))
        return true;
    e->dir = dir;
    /* In a folder of its own: it may have any name. */
    char *bin = arena_printf(arena, "%s/bin", dir);
    if (!make_dir(bin)) {
        e->dir = NULL;
        return true;
    }
    e->program = arena_printf(arena, "%s/%s", bin, program_name(arena, file));
    e->list = arena_printf(arena, "%s/made-from", dir);
    return true;
}

/* ---- is it good? ---- */

/* "hash path" lines, the last one "end": a list that was cut short is no list. */
bool cache_is_good(struct arena *arena, const struct cache_entry *e)
{
    char *line = NULL;
    size_t room = 0;
    bool good = true, ended = false;
    FILE *f = fopen(e->list, "re");

    (void)arena;
    if (!f)
        return false;
    for (ssize_t n; good && !ended && (n = getline(&line, &room, f)) > 0;) {
        char hex[SHA256_HEX];
        line[n - 1] = '\0';
        if (strcmp(line, "end") == 0)
            ended = true;
        else
            good = n > SHA256_HEX && hash_file(line + SHA256_HEX, hex) &&
                   memcmp(hex, line, SHA256_HEX - 1) == 0;
    }
    free(line);
    fclose(f);
    good = good && ended && access(e->program, X_OK) == 0;
    if (good)
        utimensat(AT_FDCWD, e->list, NULL, 0); /* used now: among the last to be removed */
    return good;
}

/* ---- taking in ---- */

/* The prerequisites of the first rule of a dependency file, unescaped. */
static void read_deps(struct arena *arena, const char *text, struct words *files)
{
    const char *p = strstr(text, ": ");

    for (p = p ? p + 1 : ""; *p && *p != '\n';) {
        if (*p == ' ' || (p[0] == '\\' && p[1] == '\n')) {
            p += *p == ' ' ? 1 : 2;
            continue;
        }
        char *name = arena_alloc(arena, strlen(p) + 1), *out = name;
        for (; *p && *p != ' ' && *p != '\n' && !(p[0] == '\\' && p[1] == '\n'); p++) {
            if ((p[0] == '\\' && (p[1] == ' ' || p[1] == '#' || p[1] == '\\')) ||
                (p[0] == '$' && p[1] == '$'))
                p++;
            *out++ = *p;
        }
        words_add(arena, files, name);
    }
}

static bool is_later(struct timespec a, struct timespec b)
{
    return a.tv_sec > b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec > b.tv_nsec);
}

/* 0: one of the files has changed while it was compiled, or can't be listed. */
static char *make_list(struct arena *arena, const char *deps, struct timespec begun)
{
    struct text text = {0};
    struct words files = {0};
    char *list = arena_strdup(arena, "");
    int fd = open(deps, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && text_read_fd(&text, fd);

    if (fd >= 0)
        close(fd);
    if (good)
        read_deps(arena, text.text, &files);
    free(text.text);
    for (int i = 0; good && i < files.n; i++) {
        char hex[SHA256_HEX];
        struct stat st;
        good = stat(files.at[i], &st) == 0 && !is_later(st.st_mtim, begun) &&
               !strchr(files.at[i], '\n') && hash_file(files.at[i], hex);
        if (good)
            list = arena_printf(arena, "%s%s %s\n", list, hex, files.at[i]);
    }
    return good && files.n > 0 ? arena_printf(arena, "%send\n", list) : NULL;
}

static void remove_files(const char *path)
{
    DIR *d = opendir(path);

    if (!d)
        return;
    for (struct dirent *entry; (entry = readdir(d));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(d), entry->d_name, 0);
    closedir(d);
}

static void remove_entry(struct arena *arena, const char *path)
{
    char *bin = arena_printf(arena, "%s/bin", path);

    remove_files(bin);
    rmdir(bin);
    remove_files(path);
    rmdir(path); /* not if someone is compiling in it: then it is not the oldest any more */
}

/* One entry goes for each that comes beyond the bound: the one that was used longest ago. */
static void remove_oldest(struct arena *arena, const char *own)
{
    char *root = arena_strdup(arena, own), *oldest = NULL;
    struct timespec when = {0};
    int n = 0;

    *strrchr(root, '/') = '\0';
    DIR *d = opendir(root);
    if (!d)
        return;
    for (struct dirent *entry; (entry = readdir(d));) {
        struct stat st;
        if (strlen(entry->d_name) != SHA256_HEX - 1)
            continue;
        char *path = arena_printf(arena, "%s/%s", root, entry->d_name);
        char *list = arena_printf(arena, "%s/made-from", path);
        n++;
        if (strcmp(path, own) == 0 || (stat(list, &st) < 0 && stat(path, &st) < 0))
            continue;
        if (!oldest || is_later(when, st.st_mtim)) {
            oldest = path;
            when = st.st_mtim;
        }
    }
    closedir(d);
    if (n > MAX_ENTRIES && oldest)
        remove_entry(arena, oldest);
}

bool cache_store(struct arena *arena, const struct cache_entry *e, const char *program,
                 const char *deps, struct timespec begun)
{
    char *list = make_list(arena, deps, begun);

    unlink(e->list);
    if (rename(program, e->program) < 0) {
        fprintf(stderr, "edo: run: %s: %s\n", e->program, strerror(errno));
        return false;
    }
    if (list && run_write(deps, list, strlen(list)))
        rename(deps, e->list);
    remove_oldest(arena, e->dir);
    return true;
}
