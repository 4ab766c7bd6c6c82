/* The inner loops of search, as in top_k.py and sorted_arrays.py, without an array for each step.

   Arrays are passed as addresses, see kernel.py. Their content may be damaged: every index that is read from
   them is checked before use, and every loop ends. Scores are summed in the order of the lists, as in numpy, so
   compile without contracting a*b+c (-ffp-contract=off): results are the same to the last bit.

   compiling.py compiles this file; kernel.py reads the three limits below from the library.
*/

#define _POSIX_C_SOURCE 200809L
#include <stdint.h>
#include <string.h>
#include <time.h>

#define FIRST_WINDOW 1024
#define WINDOW 16384 /* documents whose sums fit into the first-level cache */
#define MAX_LISTS 2048
#define MAX_WORDS 128 /* of a phrase */
const int64_t window = WINDOW, max_lists = MAX_LISTS, max_words = MAX_WORDS;

#define EXACT (1 - 1e-9)

enum { FINDS = 1, COUNTS = 2 };
enum { SEEN = 1, DELETED = 2, WANTED = 4, TAKEN = 8 };
#define PROBE 8 /* postings that are read in the time of one look-up */

typedef struct {
    const uint32_t *numbers;
    const uint16_t *codes;
    const double *table; /* 65,536 saturations */
    int64_t count;
    double weight;
    double bound;
    int64_t flags;
} List;

/* --- the best so far: a heap with the worst on top --- */

typedef struct {
    uint32_t *numbers;
    double *scores;
    const uint32_t *order; /* rank of each document among equal scores; NULL where that is its number */
    int64_t count;
    int64_t limit;
    double threshold; /* score below which documents are not needed */
} Heap;

static uint32_t rank_of(const Heap *heap, uint32_t number) {
    return heap->order ? heap->order[number] : number;
}

static int is_worse(const Heap *heap, int64_t one, int64_t other) {
    if (heap->scores[one] != heap->scores[other]) return heap->scores[one] < heap->scores[other];
    return rank_of(heap, heap->numbers[one]) > rank_of(heap, heap->numbers[other]);
}

static void swap(Heap *heap, int64_t one, int64_t other) {
    uint32_t number = heap->numbers[one];
    double score = heap->scores[one];
    heap->numbers[one] = heap->numbers[other];
    heap->scores[one] = heap->scores[other];
    heap->numbers[other] = number;
    heap->scores[other] = score;
}

static void sink(Heap *heap, int64_t count) {
    for (int64_t at = 0, child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && is_worse(heap, child + 1, child)) child++;
        if (!is_worse(heap, child, at)) return;
        swap(heap, child, at);
    }
}

static void rise(Heap *heap, int64_t at) {
    for (int64_t above; at && is_worse(heap, at, above = (at - 1) / 2); at = above) swap(heap, at, above);
}

static void put(Heap *heap, uint32_t number, double score) {
    if (score < heap->threshold) return;
    if (heap->count < heap->limit) {
        heap->numbers[heap->count] = number;
        heap->scores[heap->count] = score;
        rise(heap, heap->count++);
    } else {
        if (score == heap->scores[0] && rank_of(heap, number) > rank_of(heap, heap->numbers[0])) return;
        heap->numbers[0] = number;
        heap->scores[0] = score;
        sink(heap, heap->count);
    }
    if (heap->count == heap->limit && heap->scores[0] > heap->threshold) heap->threshold = heap->scores[0];
}

/* Sort the heap, best first, and return its size. */
static int64_t sorted(Heap *heap) {
    for (int64_t last = heap->count - 1; last > 0; last--) {
        swap(heap, 0, last);
        sink(heap, last);
    }
    return heap->count;
}

/* --- lists --- */

/* Return the first index from `at` on whose number is not less than `wanted`; `end` where there is none. */
#define SEEK(NAME, TYPE)                                                              \
    static int64_t NAME(const TYPE *numbers, int64_t at, int64_t end, TYPE wanted) {  \
        int64_t step = 1;                                                             \
        if (at >= end || numbers[at] >= wanted) return at;                            \
        while (end - at > step && numbers[at + step] < wanted) {                      \
            at += step;                                                               \
            step *= 2;                                                                \
        }                                                                             \
        int64_t high = end - at > step ? at + step : end;                             \
        while (high - at > 1) {                                                       \
            int64_t middle = at + (high - at) / 2;                                    \
            if (numbers[middle] < wanted) at = middle;                                \
            else high = middle;                                                       \
        }                                                                             \
        return high;                                                                  \
    }
SEEK(seek, uint32_t)
SEEK(seek_long, int64_t)

static double contribution(const List *list, int64_t at) {
    return list->table[list->codes[at]] * list->weight;
}

/* Write for each list the sum of its bound and those of all later lists; 0 at the end. */
static void bound(const List *lists, int64_t count, double *rest) {
    rest[count] = 0;
    for (int64_t i = count - 1; i >= 0; i--) rest[i] = rest[i + 1] + lists[i].bound;
}

/* --- union of the lists, one window of documents after the other --- */

typedef struct {
    const List *lists;
    int64_t count;
    int64_t finding; /* number of lists that find documents: the first ones */
    int64_t whole;   /* number of lists that are read whole: the first ones */
    int is_restricted;  /* only WANTED documents may be found */
    double rest[MAX_LISTS + 1];
    int64_t start[MAX_LISTS]; /* extent of the window in each list */
    int64_t end[MAX_LISTS];
    uint8_t is_added[MAX_LISTS]; /* the list was added to the sums */
    uint32_t width; /* documents of the next window: few at first, so that the threshold rises early */
    uint32_t base; /* first document of the window */
    uint32_t span; /* number of documents of the window */
    double *sums;
    uint8_t *seen;
    uint32_t *candidates; /* room for WINDOW documents that can still win, counted from `base` */
} Window;

/* Begin before the first window. */
static void begin(Window *w, const List *lists, int64_t count, double *sums, uint8_t *seen, uint32_t *candidates) {
    w->lists = lists;
    w->count = count;
    w->finding = w->whole = 0;
    w->is_restricted = 0;
    w->width = FIRST_WINDOW;
    w->sums = sums;
    w->seen = seen;
    w->candidates = candidates;
    bound(lists, count, w->rest);
    for (int64_t i = 0; i < count; i++) w->start[i] = w->end[i] = w->is_added[i] = 0; /* the rest is never read */
}

/* Return the next document that a list finds; UINT32_MAX where there is none. */
static uint32_t next(const Window *w) {
    uint32_t base = UINT32_MAX;
    for (int64_t i = 0; i < w->finding; i++) {
        const List *list = &w->lists[i];
        if (w->end[i] < list->count && list->numbers[w->end[i]] < base) base = list->numbers[w->end[i]];
    }
    return base;
}

/* Return the first index, from `at` on, whose number lies behind the window. */
static int64_t behind(const Window *w, const uint32_t *numbers, int64_t at, int64_t count) {
    uint64_t stop = (uint64_t)w->base + w->span;
    return stop > UINT32_MAX ? count : seek(numbers, at, count, (uint32_t)stop);
}

/* Move to the window that begins with document `base`. */
static void open_window(Window *w, uint32_t base, uint32_t documents) {
    w->base = base;
    w->span = documents - base < w->width ? documents - base : w->width;
    if (w->width < WINDOW) w->width *= 2;
    for (int64_t i = 0; i < w->count; i++) {
        const List *list = &w->lists[i];
        w->start[i] = seek(list->numbers, w->end[i], list->count, base);
        w->end[i] = behind(w, list->numbers, w->start[i], list->count);
    }
}

/* Mark the documents of a list in the window as SEEN, and return how many were not. */
static int64_t mark(Window *w, int64_t i) {
    const uint32_t *numbers = w->lists[i].numbers;
    int64_t found = 0;
    for (int64_t at = w->start[i]; at < w->end[i]; at++) {
        uint32_t d = numbers[at] - w->base;
        if (d >= w->span) continue;
        found += !w->seen[d];
        w->seen[d] |= SEEN;
    }
    return found;
}

/* Add the contributions of a list to the sums of the window. */
static void add(Window *w, int64_t i) {
    const List *list = &w->lists[i];
    for (int64_t at = w->start[i]; at < w->end[i]; at++) {
        uint32_t d = list->numbers[at] - w->base;
        if (d < w->span) w->sums[d] += contribution(list, at);
    }
    w->is_added[i] = 1;
}

/* Set the sums to which a list was added back to 0. */
static void clear(Window *w, int64_t i) {
    for (int64_t at = w->start[i]; w->is_added[i] && at < w->end[i]; at++) {
        uint32_t d = w->lists[i].numbers[at] - w->base;
        if (d < w->span) w->sums[d] = 0;
    }
    w->is_added[i] = 0;
}

/* Add the contributions of a list to the sums of the candidates alone. */
static void look_up(Window *w, int64_t i, int64_t candidates) {
    const List *list = &w->lists[i];
    int64_t at = w->start[i];
    for (int64_t each = 0; each < candidates; each++) {
        uint32_t number = w->base + w->candidates[each];
        if (at > w->start[i] && list->numbers[at - 1] >= number) at = w->start[i]; /* they rise list by list */
        at = seek(list->numbers, at, w->end[i], number);
        if (at < w->end[i] && list->numbers[at] == number) w->sums[w->candidates[each]] += contribution(list, at);
    }
}

/* Return whether a document of the window may be found and was not taken before; mark it as taken. */
static int is_open(Window *w, uint32_t d) {
    if ((w->seen[d] & (DELETED | TAKEN)) || (w->is_restricted && !(w->seen[d] & WANTED))) return 0;
    w->seen[d] |= TAKEN;
    return 1;
}

/* Take the documents of the only list that is read whole as candidates, and return how many can win. */
static int64_t take_one(Window *w, double least) {
    const List *list = &w->lists[0];
    int64_t taken = 0;
    for (int64_t at = w->start[0]; at < w->end[0]; at++) {
        double score = contribution(list, at);
        uint32_t d = list->numbers[at] - w->base;
        if (score < least || d >= w->span || !is_open(w, d)) continue;
        w->sums[d] = score;
        w->candidates[taken++] = d;
    }
    return taken;
}

/* Take the documents of the lists that are read whole as candidates, and return how many can win. */
static int64_t take(Window *w, double least) {
    int64_t taken = 0;
    for (int64_t i = 0; i < w->whole; i++) add(w, i);
    for (int64_t i = 0; i < w->whole; i++) {
        const uint32_t *numbers = w->lists[i].numbers;
        for (int64_t at = w->start[i]; at < w->end[i]; at++) {
            uint32_t d = numbers[at] - w->base;
            if (d < w->span && w->sums[d] >= least && is_open(w, d)) w->candidates[taken++] = d;
        }
    }
    return taken;
}

/* Keep the candidates that can win with `rest` added to their sums, and return how many they are. */
static int64_t keep(Window *w, int64_t candidates, double least) {
    int64_t kept = 0;
    for (int64_t each = 0; each < candidates; each++) {
        uint32_t d = w->candidates[each];
        w->candidates[each] = w->candidates[kept];
        w->candidates[kept] = d;
        kept += w->sums[d] >= least;
    }
    return kept;
}

/* Find the best documents of the window in a single list. */
static void search_one(Window *w, Heap *heap) {
    const List *list = &w->lists[0];
    for (int64_t at = w->start[0]; at < w->end[0]; at++) {
        double score = contribution(list, at);
        uint32_t d = list->numbers[at] - w->base;
        if (score >= heap->threshold && d < w->span && is_open(w, d)) put(heap, list->numbers[at], score);
    }
}

/* Find the best documents of the window. */
static void search(Window *w, Heap *heap) {
    if (w->count == 1) {
        search_one(w, heap);
        return;
    }
    double threshold = heap->threshold * EXACT;
    while (w->whole > 1 && w->rest[w->whole - 1] < threshold) w->whole--;
    double least = threshold - w->rest[w->whole];
    int64_t taken = w->whole == 1 ? take_one(w, least) : take(w, least), candidates = taken;
    for (int64_t i = w->whole; i < w->count && candidates; i++) {
        candidates = keep(w, candidates, threshold - w->rest[i]);
        if (w->end[i] - w->start[i] < candidates * PROBE) add(w, i);
        else look_up(w, i, candidates);
    }
    for (int64_t each = 0; each < candidates; each++)
        put(heap, w->base + w->candidates[each], w->sums[w->candidates[each]]);
    for (int64_t each = 0; w->whole == 1 && each < taken; each++) w->sums[w->candidates[each]] = 0;
    for (int64_t i = 0; i < w->count; i++) clear(w, i);
}

/* Return whether the CPU clock of this thread has reached `end`, in nanoseconds; 0 is never. */
static int is_spent(int64_t end) {
    struct timespec now;
    if (!end || clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)) return 0;
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec >= end;
}

/* Return how many lists count; write the number of documents of the last of them. */
static int64_t counting(const List *lists, int64_t count, int64_t *total) {
    int64_t found = 0;
    for (int64_t i = 0; i < count; i++) {
        if (!(lists[i].flags & COUNTS)) continue;
        *total = lists[i].count;
        found++;
    }
    return found;
}

/* Count the documents of all finding lists, and find the best of them.

   `total` is the number, and then whether the time was spent before all documents were looked at.
   `sums` and `seen` hold zeros for a whole window, before and after the call. */
static int64_t best_of_any(const List *lists, int64_t count, const uint32_t *deleted, int64_t deletions,
                           const uint32_t *order, uint32_t documents, int64_t limit, double threshold,
                           double *sums, uint8_t *seen, uint32_t *numbers, double *scores, int64_t end,
                           int64_t *total) {
    Heap heap = {numbers, scores, order, 0, limit, threshold};
    uint32_t candidates[WINDOW];
    Window w;
    int64_t gone = 0;
    if (count > MAX_LISTS) return -1;
    begin(&w, lists, count, sums, seen, candidates);
    total[0] = total[1] = 0;
    while (w.finding < count && lists[w.finding].flags & FINDS) w.finding++;
    w.whole = w.finding;
    int is_counted = deletions || counting(lists, w.finding, total) > 1;
    if (is_counted) *total = 0;
    for (uint32_t base; (base = next(&w)) < documents && !(total[1] = is_spent(end));) {
        open_window(&w, base, documents);
        gone = seek(deleted, gone, deletions, base);
        for (; gone < deletions && deleted[gone] - base < w.span; gone++) seen[deleted[gone] - base] = DELETED;
        for (int64_t i = 0; is_counted && i < w.finding; i++)
            if (lists[i].flags & COUNTS) *total += mark(&w, i);
        search(&w, &heap);
        memset(seen, 0, w.span);
    }
    return sorted(&heap);
}

typedef struct {
    int64_t lists; /* number of its lists */
    const uint32_t *deleted;
    int64_t deletions;
    const uint32_t *order;
    int64_t documents;
    int64_t found; /* number of its best documents, written here */
} Segment;

/* Drop the documents that score less than `threshold`, and return how many of all segments are left. */
static int64_t drop(Segment *segments, int64_t count, double threshold, uint32_t *numbers, double *scores) {
    int64_t left = 0;
    for (int64_t i = 0, first = 0; i < count; i++) {
        Segment *s = &segments[i];
        int64_t end = first + s->found;
        s->found = 0;
        for (int64_t at = first; at < end && scores[at] >= threshold; at++, s->found++) {
            numbers[left] = numbers[at];
            scores[left++] = scores[at];
        }
        first = end;
    }
    return left;
}

/* Do the same in several segments, whose lists and best documents come one after the other. Left out is what is
   not among the best of all; `kept` has room for as many documents as `limit`. */
int64_t best_of_each(Segment *segments, int64_t count, const List *lists, int64_t limit, double threshold,
                     double *sums, uint8_t *seen, uint32_t *numbers, double *scores, uint32_t *kept,
                     double *kept_scores, int64_t end, int64_t *total) {
    Heap best = {kept, kept_scores, NULL, 0, limit, threshold};
    int64_t found = 0, sum = 0, one[2] = {0, 0};
    for (int64_t i = 0; i < count; i++) {
        Segment *s = &segments[i];
        int64_t room = limit < s->documents ? limit : s->documents;
        s->found = best_of_any(lists, s->lists, s->deleted, s->deletions, s->order, (uint32_t)s->documents, room,
                               best.threshold, sums, seen, numbers + found, scores + found, end, one);
        if (s->found < 0) return -1;
        for (int64_t last = found + s->found; found < last; found++) put(&best, 0, scores[found]);
        lists += s->lists;
        sum += one[0];
        total[1] |= one[1];
    }
    total[0] = sum;
    return drop(segments, count, best.threshold, numbers, scores);
}

/* Find the best of few documents, given by rising number: each is looked up in every list. */
static int64_t best_of_few(Heap *heap, const Window *w, const uint32_t *wanted, int64_t wanted_count,
                           uint32_t documents) {
    int64_t at[MAX_LISTS] = {0};
    for (int64_t each = 0; each < wanted_count; each++) {
        double score = 0;
        int64_t i = 0;
        for (; i < w->count && score + w->rest[i] >= heap->threshold * EXACT; i++) {
            const List *list = &w->lists[i];
            at[i] = seek(list->numbers, at[i], list->count, wanted[each]);
            if (at[i] < list->count && list->numbers[at[i]] == wanted[each]) score += contribution(list, at[i]);
        }
        if (i == w->count && wanted[each] < documents) put(heap, wanted[each], score);
    }
    return sorted(heap);
}

/* Find the best of some documents, given by rising number; for `sums` and `seen` see `best_of_any`. */
int64_t best_among(const List *lists, int64_t count, const uint32_t *wanted, int64_t wanted_count,
                   const uint32_t *order, uint32_t documents, int64_t limit, double threshold, double *sums,
                   uint8_t *seen, uint32_t *numbers, double *scores) {
    Heap heap = {numbers, scores, order, 0, limit, threshold};
    uint32_t candidates[WINDOW];
    Window w;
    int64_t postings = 0, at = 0;
    if (count > MAX_LISTS) return -1;
    begin(&w, lists, count, sums, seen, candidates);
    w.whole = count;
    for (int64_t i = 0; i < count; i++) postings += lists[i].count;
    if (postings > wanted_count * count * PROBE) return best_of_few(&heap, &w, wanted, wanted_count, documents);
    w.is_restricted = 1;
    while (at < wanted_count && wanted[at] < documents) {
        int64_t first = at;
        open_window(&w, wanted[at], documents);
        for (; at < wanted_count && wanted[at] - w.base < w.span; at++) seen[wanted[at] - w.base] = WANTED;
        search(&w, &heap);
        for (int64_t each = first; heap.threshold <= 0 && each < at; each++)
            if (is_open(&w, wanted[each] - w.base)) put(&heap, wanted[each], 0);
        memset(seen, 0, w.span);
    }
    return sorted(&heap);
}

/* --- intersection of two rising arrays --- */

#define COMMON(NAME, TYPE, SEEK_IN)                                                                     \
    int64_t NAME(const TYPE *few, int64_t few_count, const TYPE *many, int64_t many_count, TYPE *out) { \
        int64_t found = 0, at = 0;                                                                      \
        for (int64_t i = 0; i < few_count && at < many_count; i++) {                                    \
            at = SEEK_IN(many, at, many_count, few[i]);                                                 \
            if (at < many_count && many[at] == few[i]) out[found++] = few[i];                           \
        }                                                                                               \
        return found;                                                                                   \
    }
COMMON(common, uint32_t, seek)
COMMON(common_long, int64_t, seek_long)

/* Write for each wanted number whether an array holds it; both rise. */
int64_t is_in(const uint32_t *wanted, int64_t wanted_count, const uint32_t *numbers, int64_t count, uint8_t *out) {
    int64_t at = 0;
    for (int64_t i = 0; i < wanted_count; i++) {
        at = seek(numbers, at, count, wanted[i]);
        out[i] = at < count && numbers[at] == wanted[i];
    }
    return count;
}

/* --- intersection of unions: documents in at least one array of every group --- */

typedef struct {
    const uint32_t *numbers;
    int64_t count;
    int64_t at;      /* index of the next number to look at */
    int64_t is_last; /* the last array of its group */
} Array;

#define NOWHERE ((uint64_t)UINT32_MAX + 1)

/* Return the least number of a group that is not less than `wanted`; move `group` to the next group. */
static uint64_t next_in(Array **group, uint64_t wanted) {
    uint64_t found = NOWHERE;
    for (Array *array = *group;; array++) {
        array->at = seek(array->numbers, array->at, array->count, (uint32_t)wanted);
        if (array->at < array->count && array->numbers[array->at] < found) found = array->numbers[array->at];
        if (!array->is_last) continue;
        *group = array + 1;
        return found;
    }
}

/* Find the numbers in every group but in none of the last `excluded` groups; `out` has room for all numbers of
   the first group. */
int64_t in_all(Array *arrays, int64_t groups, int64_t excluded, uint32_t *out) {
    int64_t found = 0;
    for (uint64_t wanted = 0; wanted <= UINT32_MAX;) {
        Array *group = arrays;
        uint64_t number = next_in(&group, wanted), next = number;
        int64_t i = 1;
        for (; i < groups - excluded && next == number && number < NOWHERE; i++) next = next_in(&group, number);
        for (; i < groups && next == number && number < NOWHERE; i++)
            if (next_in(&group, number) == number) next = number + 1;
        if (next == number && number < NOWHERE) out[found++] = (uint32_t)next++;
        wanted = next;
    }
    return found;
}

/* --- counting --- */

/* Count documents by their cell; a number that is no document's counts nothing. */
void count_cells(const int32_t *cells, int64_t documents, const uint32_t *numbers, int64_t count, int64_t *counts) {
    for (int64_t at = 0; at < count; at++)
        if (numbers[at] < documents) counts[cells[numbers[at]]]++;
}

/* --- phrases: words that follow each other --- */

typedef struct {
    const uint32_t *numbers;
    const uint8_t *counts; /* number of positions of each posting, `many` for that many or more */
    const int64_t *blocks; /* index of the first position of each block */
    int64_t count;
    int64_t first; /* number of its first posting in the segment, as in `crowd` */
    int64_t step;  /* number of words before it in the phrase; for nearness, how often it is asked for */
} Word;

typedef struct {
    const void *values;
    int64_t width; /* bytes of each value */
    int64_t count;
    const int64_t *crowd; /* postings with `many` positions or more, rising, and how many each has */
    const int64_t *crowd_counts;
    int64_t crowded;
    int64_t block; /* postings of a block */
    int64_t many;
} Positions;

/* State of reading one word. */
typedef struct {
    int64_t at;     /* index of its posting */
    int64_t passed; /* index of the posting whose positions begin at `begin` */
    int64_t begin;
    int64_t end;
    int64_t next;
} Cursor;

static int64_t position_at(const Positions *positions, int64_t at) {
    switch (positions->width) {
        case 1: return ((const uint8_t *)positions->values)[at];
        case 2: return ((const uint16_t *)positions->values)[at];
        case 4: return ((const uint32_t *)positions->values)[at];
        default: return (int64_t)(((const uint64_t *)positions->values)[at] & INT64_MAX);
    }
}

static int64_t position_count(const Word *word, const Positions *positions, int64_t posting) {
    int64_t count = word->counts[posting];
    if (count < positions->many) return count;
    int64_t at = seek_long(positions->crowd, 0, positions->crowded, word->first + posting);
    if (at < positions->crowded && positions->crowd[at] == word->first + posting) count = positions->crowd_counts[at];
    return count < 0 || count > positions->count ? 0 : count;
}

static int64_t positions_between(const Word *word, const Positions *positions, int64_t first, int64_t end) {
    int32_t sum = 0, crowded = 0; /* at most a block is summed, so 32 bits do */
    uint8_t many = (uint8_t)positions->many;
    for (int64_t at = first; at < end; at++) {
        sum += word->counts[at];
        crowded |= word->counts[at] == many;
    }
    if (!crowded) return sum;
    int64_t exact = 0;
    for (int64_t at = first; at < end; at++) exact += position_count(word, positions, at);
    return exact;
}

/* Find the positions of the posting at the cursor; return 0 where they would lie outside the array. */
static int locate(const Word *word, const Positions *positions, Cursor *cursor) {
    int64_t block = cursor->at / positions->block;
    if (cursor->passed < block * positions->block || cursor->passed > cursor->at) {
        cursor->passed = block * positions->block;
        cursor->begin = word->blocks[block];
        if (cursor->begin < 0 || cursor->begin > positions->count) {
            cursor->passed = -1;
            return 0;
        }
    }
    cursor->begin += positions_between(word, positions, cursor->passed, cursor->at);
    cursor->passed = cursor->at;
    cursor->next = cursor->begin;
    cursor->end = cursor->begin + position_count(word, positions, cursor->at);
    return 0 <= cursor->begin && cursor->begin <= cursor->end && cursor->end <= positions->count;
}

/* Return whether the words follow each other from a position p with low <= p < high. */
static int follows(const Word *words, int64_t count, const Positions *positions, Cursor *cursors, int64_t low,
                   int64_t high) {
    int64_t fewest = 0;
    for (int64_t i = 1; i < count; i++)
        if (cursors[i].end - cursors[i].begin < cursors[fewest].end - cursors[fewest].begin) fewest = i;
    for (int64_t at = cursors[fewest].begin; at < cursors[fewest].end; at++) {
        int64_t start = position_at(positions, at) - words[fewest].step, i = 0;
        if (start < low || start >= high) continue;
        for (; i < count; i++) {
            int64_t wanted = start + words[i].step;
            Cursor *cursor = &cursors[i];
            while (cursor->next < cursor->end && position_at(positions, cursor->next) < wanted) cursor->next++;
            if (cursor->next == cursor->end || position_at(positions, cursor->next) != wanted) break;
        }
        if (i == count) return 1;
    }
    return 0;
}

/* Move every cursor to the positions from `low` on and below `high`; return whether each word has enough there. */
static int narrow(const Word *words, int64_t count, const Positions *positions, Cursor *cursors, int64_t low,
                  int64_t high) {
    for (int64_t i = 0; i < count; i++) {
        Cursor *cursor = &cursors[i];
        while (cursor->next < cursor->end && position_at(positions, cursor->next) < low) cursor->next++;
        while (cursor->next < cursor->end && position_at(positions, cursor->end - 1) >= high) cursor->end--;
        if (cursor->end - cursor->next < words[i].step) return 0;
    }
    return 1;
}

/* Return whether some `room` positions in a row hold each word as often as it is asked for, `step` times.

   Of each word the next `step` positions are held; they move on where they begin first, until all are near. */
static int are_near(const Word *words, int64_t count, const Positions *positions, Cursor *cursors, int64_t room) {
    for (;;) {
        int64_t first = 0, begin = INT64_MAX, last = 0;
        for (int64_t i = 0; i < count; i++) {
            int64_t from = position_at(positions, cursors[i].next);
            int64_t to = position_at(positions, cursors[i].next + words[i].step - 1);
            if (from < begin) begin = from, first = i;
            if (to > last) last = to;
        }
        if (last - begin < room) return 1;
        if (++cursors[first].next + words[first].step > cursors[first].end) return 0;
    }
}

/* Write for each document, given by rising number, whether the words follow each other in it or, with a `room`, are near. */
static int64_t in_positions(const Word *words, int64_t count, const uint32_t *wanted, int64_t wanted_count,
                            const Positions *positions, int64_t low, int64_t high, int64_t room, uint8_t *out) {
    Cursor cursors[MAX_WORDS];
    int64_t found = 0;
    if (count > MAX_WORDS) return -1;
    for (int64_t i = 0; i < count; i++) cursors[i] = (Cursor){0, -1, 0, 0, 0};
    for (int64_t each = 0; each < wanted_count; each++) {
        int64_t i = 0;
        for (; i < count; i++) {
            Cursor *cursor = &cursors[i];
            cursor->at = seek(words[i].numbers, cursor->at, words[i].count, wanted[each]);
            if (cursor->at >= words[i].count || words[i].numbers[cursor->at] != wanted[each]) break;
        }
        if (i == count)
            for (i = 0; i < count && locate(&words[i], positions, &cursors[i]);) i++;
        else
            i = -1; /* not in all */
        out[each] = i == count && (room < 0 ? follows(words, count, positions, cursors, low, high)
                                            : narrow(words, count, positions, cursors, low, high) &&
                                                  are_near(words, count, positions, cursors, room));
        found += out[each];
    }
    return found;
}

/* Write for each document, given by rising number, whether the words follow each other in it. */
int64_t in_order(const Word *words, int64_t count, const uint32_t *wanted, int64_t wanted_count,
                 const Positions *positions, int64_t low, int64_t high, uint8_t *out) {
    return in_positions(words, count, wanted, wanted_count, positions, low, high, -1, out);
}

/* Write for each document, given by rising number, whether the words stand within `room` positions in it; `step` of
   each is how often it must stand there. */
int64_t near(const Word *words, int64_t count, const uint32_t *wanted, int64_t wanted_count,
             const Positions *positions, int64_t low, int64_t high, int64_t room, uint8_t *out) {
    return in_positions(words, count, wanted, wanted_count, positions, low, high, room, out);
}
