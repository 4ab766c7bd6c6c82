/* Faults on demand, for the tests: loaded before the C library (LD_PRELOAD), it counts the calls that touch
 * files under one folder, and lets the n-th of a kind fail, all from the n-th on, or kills the process there.
 * Python's and SQLite's calls come by here alike. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum kind { WRITE, FSYNC, RENAME, OPEN, MAKE, LINK, KINDS };
enum action { COUNT, FAIL, FAIL_FROM_HERE, KILL, TEAR };

static char prefix[4096];
static long counts[KINDS];
static int armed_kind = -1, armed_action, armed_error;
static long armed_number;

void fault_arm(const char *folder, int kind, long number, int action, int error) {
    memset(counts, 0, sizeof counts);
    snprintf(prefix, sizeof prefix, "%s", folder);
    armed_kind = kind, armed_number = number, armed_action = action, armed_error = error;
}

long fault_count(int kind) { return counts[kind]; }

static int is_ours(int folder, const char *path) {
    char whole[8192], link[64];
    if (armed_kind < 0) return 0;
    if (path && path[0] == '/') return strncmp(path, prefix, strlen(prefix)) == 0;
    if (folder == AT_FDCWD) return path && realpath(path, whole) && strncmp(whole, prefix, strlen(prefix)) == 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t length = readlink(link, whole, sizeof whole - 1);
    if (length < 0) return 0;
    whole[length] = 0;
    return strncmp(whole, prefix, strlen(prefix)) == 0;
}

/* Tells whether this call is to fail (1) or to be torn (2); errno is set then. */
static int fails(enum kind kind, int folder, const char *path) {
    int before = errno;
    if (!is_ours(folder, path)) return errno = before, 0;
    long number = ++counts[kind];
    errno = before;
    if ((int)kind != armed_kind) return 0;
    if (number != armed_number && !(armed_action == FAIL_FROM_HERE && number > armed_number)) return 0;
    if (armed_action == KILL) raise(SIGKILL);
    if (armed_action == TEAR) return 2;
    if (armed_action == COUNT) return 0;
    errno = armed_error;
    return 1;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    int how = fails(WRITE, fd, NULL);
    if (how == 2) real(fd, data, size / 2), raise(SIGKILL);
    return how ? -1 : real(fd, data, size);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    REAL(pwrite64);
    int how = fails(WRITE, fd, NULL);
    if (how == 2) real(fd, data, size / 2, offset), raise(SIGKILL);
    return how ? -1 : real(fd, data, size, offset);
}

int fsync(int fd) {
    REAL(fsync);
    return fails(FSYNC, fd, NULL) ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    return fails(FSYNC, fd, NULL) ? -1 : real(fd);
}

int rename(const char *from, const char *to) {
    REAL(rename);
    return fails(RENAME, AT_FDCWD, from) ? -1 : real(from, to);
}

int renameat(int old, const char *from, int new, const char *to) {
    REAL(renameat);
    return fails(RENAME, old, from) ? -1 : real(old, from, new, to);
}

int link(const char *from, const char *to) {
    REAL(link);
    return fails(LINK, AT_FDCWD, from) ? -1 : real(from, to);
}

/* Opening to write and making a folder are what a read-only disk refuses. */
static int open_fails(int folder, const char *path, int flags) {
    if (fails(OPEN, folder, path)) return 1;
    return (flags & (O_WRONLY | O_RDWR | O_CREAT)) && fails(MAKE, folder, path);
}

static mode_t mode_of(int flags, va_list arguments) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0; }

int open64(const char *path, int flags, ...) {
    REAL(open64);
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return open_fails(AT_FDCWD, path, flags) ? -1 : real(path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
    REAL(openat64);
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return open_fails(folder, path, flags) ? -1 : real(folder, path, flags, mode);
}

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    return fails(MAKE, AT_FDCWD, path) ? -1 : real(path, mode);
}
