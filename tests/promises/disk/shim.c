/* Stands between the program and the C library (LD_PRELOAD): writes down what changes under one
 * folder, in order, and lets chosen calls fail. Built by shim.py, used by promises 2 and 3.
 *
 * VERTROUWEN_SHIM_FOLDER  only what lies under it counts
 * VERTROUWEN_SHIM_TRACE   file to which the events are appended; absent: no trace
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, MKDIR, RMDIR, MARK };
/* What may fail; the same bits stand in shim.py. */
enum { F_OPEN = 1, F_WRITE = 2, F_SYNC = 4, F_TRUNCATE = 8, F_RENAME = 16, F_UNLINK = 32, F_READ = 64 };
enum { DIES = -1 }; /* in place of an errno: the process is killed before the call */

typedef struct {
    uint32_t type, path, data, unused;
    uint64_t inode, offset;
} event;

#define MOST_FDS 65536
static char watched[MOST_FDS];
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static size_t folder_length;
static int trace = -1;

static int wanted, countdown, error_number, is_lasting, is_short, fired, seen;

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL) abort();
    return found;
}

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("VERTROUWEN_SHIM_TRACE");
    folder = getenv("VERTROUWEN_SHIM_FOLDER");
    folder_length = folder ? strlen(folder) : 0;
    if (path) trace = REAL(open64)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_inside(const char *path) {
    return folder_length && path && strncmp(path, folder, folder_length) == 0;
}

static int is_watched(int fd) { return fd >= 0 && fd < MOST_FDS && watched[fd]; }

static uint64_t inode_of(int fd) {
    struct stat status;
    return fstat(fd, &status) == 0 ? status.st_ino : 0;
}

static void tell(int type, const char *path, uint64_t inode, uint64_t offset, const void *data,
                 size_t length) {
    int kept = errno;
    event head = {type, path ? strlen(path) : 0, length, 0, inode, offset};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)path, head.path}, {(void *)data, length}};
    size_t all = sizeof head + head.path + length;
    if (trace >= 0 && writev(trace, parts, 3) != (ssize_t)all) abort();
    errno = kept;
}

/* Whether a call of this kind fails now; errno is set then. */
static int fails(int kind) {
    if (!(wanted & kind)) return 0;
    seen++;
    if (countdown > 0) {
        countdown--;
        return 0;
    }
    fired++;
    if (error_number == DIES) kill(getpid(), SIGKILL);
    if (!is_lasting) wanted = 0;
    errno = error_number;
    return 1;
}

/* What a proof asks for, through ctypes. */

void shim_arm(int kinds, int after, int error, int lasting, int shortened) {
    wanted = kinds, countdown = after, error_number = error, is_lasting = lasting;
    is_short = shortened, fired = seen = 0;
}
int shim_fired(void) { return fired; }
int shim_seen(void) { return seen; }
void shim_mark(const char *words) {
    pthread_mutex_lock(&order);
    tell(MARK, words, 0, 0, NULL, 0);
    pthread_mutex_unlock(&order);
}

/* The calls. */

static int open_one(const char *name, const char *path, int flags, mode_t mode) {
    int (*next)(const char *, int, ...) = real(name);
    struct stat before;
    int inside = is_inside(path), was_there, fd;
    if (!inside) return next(path, flags, mode);
    pthread_mutex_lock(&order);
    if (fails(F_OPEN)) {
        fd = -1;
    } else {
        was_there = lstat(path, &before) == 0;
        fd = next(path, flags, mode);
        if (fd >= 0 && fd < MOST_FDS) {
            watched[fd] = 1;
            if (!was_there) tell(CREATE, path, inode_of(fd), 0, NULL, 0);
            else if (flags & O_TRUNC) tell(TRUNCATE, NULL, inode_of(fd), 0, NULL, 0);
        }
    }
    pthread_mutex_unlock(&order);
    return fd;
}

#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...) {                                                   \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;                  \
        va_end(rest);                                                                              \
        return open_one(#name, path, flags, mode);                                                 \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    if (fd >= 0 && fd < MOST_FDS) watched[fd] = 0;
    return REAL(close)(fd);
}

static ssize_t write_one(int fd, const void *data, size_t length, off64_t offset) {
    ssize_t written;
    pthread_mutex_lock(&order);
    if (fails(F_WRITE)) {
        if (!is_short || length < 2) {
            pthread_mutex_unlock(&order);
            return -1;
        }
        /* As a disk that fills up: half of it still fits, and the next call is told so. */
        length /= 2;
        is_short = 0;
        wanted = error_number ? F_WRITE : 0;
    }
    if (offset < 0) {
        offset = lseek64(fd, 0, SEEK_CUR);
        written = REAL(write)(fd, data, length);
    } else {
        written = REAL(pwrite64)(fd, data, length, offset);
    }
    if (written > 0) tell(WRITE, NULL, inode_of(fd), offset, data, written);
    pthread_mutex_unlock(&order);
    return written;
}

ssize_t write(int fd, const void *data, size_t length) {
    return is_watched(fd) ? write_one(fd, data, length, -1) : REAL(write)(fd, data, length);
}
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
    return is_watched(fd) ? write_one(fd, data, length, offset)
                          : REAL(pwrite64)(fd, data, length, offset);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    return pwrite64(fd, data, length, offset);
}

static ssize_t read_fails(int fd) {
    if (!is_watched(fd)) return 0;
    pthread_mutex_lock(&order);
    int answer = fails(F_READ);
    pthread_mutex_unlock(&order);
    return answer;
}
ssize_t read(int fd, void *data, size_t length) {
    return read_fails(fd) ? -1 : REAL(read)(fd, data, length);
}
ssize_t pread64(int fd, void *data, size_t length, off64_t offset) {
    return read_fails(fd) ? -1 : REAL(pread64)(fd, data, length, offset);
}
ssize_t pread(int fd, void *data, size_t length, off_t offset) {
    return pread64(fd, data, length, offset);
}

/* One call on a descriptor, and what is told when it worked. */
#define ON_FD(name, kind, type, offset, parameters, arguments)                                     \
    int name parameters {                                                                          \
        int answer;                                                                                \
        if (!is_watched(fd)) return REAL(name) arguments;                                          \
        pthread_mutex_lock(&order);                                                                \
        answer = fails(kind) ? -1 : REAL(name) arguments;                                          \
        if (answer == 0) tell(type, NULL, inode_of(fd), offset, NULL, 0);                          \
        pthread_mutex_unlock(&order);                                                              \
        return answer;                                                                             \
    }
ON_FD(fsync, F_SYNC, SYNC, 0, (int fd), (fd))
ON_FD(fdatasync, F_SYNC, SYNC, 0, (int fd), (fd))
ON_FD(ftruncate, F_TRUNCATE, TRUNCATE, length, (int fd, off_t length), (fd, length))
ON_FD(ftruncate64, F_TRUNCATE, TRUNCATE, length, (int fd, off64_t length), (fd, length))

/* One call on a name. */
#define ON_NAME(name, kind, type, parameters, arguments)                                           \
    int name parameters {                                                                          \
        int answer;                                                                                \
        if (!is_inside(path)) return REAL(name) arguments;                                         \
        pthread_mutex_lock(&order);                                                                \
        answer = fails(kind) ? -1 : REAL(name) arguments;                                          \
        if (answer == 0) tell(type, path, 0, 0, NULL, 0);                                          \
        pthread_mutex_unlock(&order);                                                              \
        return answer;                                                                             \
    }
ON_NAME(unlink, F_UNLINK, UNLINK, (const char *path), (path))
ON_NAME(rmdir, F_UNLINK, RMDIR, (const char *path), (path))

int mkdir(const char *path, mode_t mode) {
    struct stat made;
    int answer;
    if (!is_inside(path)) return REAL(mkdir)(path, mode);
    pthread_mutex_lock(&order);
    answer = fails(F_OPEN) ? -1 : REAL(mkdir)(path, mode);
    if (answer == 0 && stat(path, &made) == 0) tell(MKDIR, path, made.st_ino, 0, NULL, 0);
    pthread_mutex_unlock(&order);
    return answer;
}

int rename(const char *from, const char *to) {
    int answer;
    if (!is_inside(from) && !is_inside(to)) return REAL(rename)(from, to);
    pthread_mutex_lock(&order);
    answer = fails(F_RENAME) ? -1 : REAL(rename)(from, to);
    if (answer == 0) tell(RENAME, from, 0, 0, to, strlen(to));
    pthread_mutex_unlock(&order);
    return answer;
}
