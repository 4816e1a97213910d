// Lean memory (--memory=lean): of the pages that memory 0 has, only those bytes
// are there that were touched.
//
// They are in windows: blocks of MicroPython's heap, each for a range of
// addresses, sorted and disjoint. There must be several, because allocators
// leave a mark at the end of the last page, and because Rust's heap begins far
// behind its data. An access finds its bytes in one window or, across the
// border of two, makes one of them. Generated code looks into one window by
// itself (rt_view in the instance) and calls rt_lean_at for all others, which
// looks into a second one before it searches: usually they are stack with data,
// and heap.
//
// A window moves when it grows. So a native pointer into linear memory is good
// only until something else is touched. Windows begin at multiples of
// RT_WINDOW_ALIGNMENT, so addresses are as aligned as in one block.
#include "rt_internal.h"

// A gap that costs less than another window.
#define RT_WINDOW_GAP 128
// What is touched below a window is a stack that grows.
#define RT_WINDOW_BELOW 256
// So many accesses that generated code does not find make their window the one
// where it looks.
#define RT_VIEW_MISSES 8
// Bytes of the heap, in one piece, that are left to Python.
#define RT_SPARE 1024

static inline rt_views *views_of(rt_instance *instance) {
  return (rt_views *)((char *)instance + rt_config.lean_view);
}

// Generated code compares only the index of an access with the limit, if
// offset and size are at most RT_VIEW_REACH together.
static void show(rt_lean *lean) {
  rt_views *views = views_of(lean->instance);
  views->patience = RT_VIEW_PATIENCE;
  RT_PLAIN_LOOP
  for (uintptr_t i = 0; i < RT_VIEWS; i++) {
    rt_view *view = &views->views[i];
    rt_window *window = &lean->windows[lean->viewed[i]];
    view->low = window->at;
    view->block = window->block;
    view->limit =
        window->size > RT_VIEW_REACH ? window->size - RT_VIEW_REACH : 0;
  }
}

// The number of the window with these bytes, or lean->count.
static uintptr_t find(rt_lean *lean, uintptr_t at, uintptr_t size) {
  rt_window *window = lean->windows;
  uintptr_t i = 0;
  RT_PLAIN_LOOP
  for (; i < lean->count; i++, window++) {
    uintptr_t distance = at - window->at;
    if (at >= window->at && distance < window->size &&
        size <= window->size - distance)
      break;
  }
  return i;
}

// Where an address is in the window of that number.
static uint8_t *place_in(rt_lean *lean, uintptr_t number, uintptr_t at) {
  rt_window *window = &lean->windows[number];
  return window->block + (at - window->at);
}

int rt_lean_is_touched(rt_lean *lean, uintptr_t at, uintptr_t size) {
  RT_PLAIN_LOOP
  for (uintptr_t i = 0; i < lean->count; i++) {
    rt_window *window = &lean->windows[i];
    if (at + size > window->at && at < window->at + window->size) return 1;
  }
  return 0;
}

// Room for one more window.
static void reserve_window(rt_lean *lean, const mp_fun_table_t *fun) {
  if (lean->count < lean->capacity) return;
  uintptr_t capacity = lean->capacity + 4;
  rt_window *windows = rt_alloc(fun, RT_WORDS(capacity * sizeof(rt_window)));
  rt_window *old = lean->windows;
  if (old) fun->memmove_(windows, old, lean->count * sizeof(rt_window));
  lean->windows = windows;
  lean->capacity = capacity;
  fun->realloc_(old, 0, 0);
}

// Puts one window in the place of those from `first` on, up to `end`.
static void replace(rt_lean *lean, const mp_fun_table_t *fun, uintptr_t first,
                    uintptr_t end, const rt_window *window) {
  rt_window *windows = lean->windows;
  fun->memmove_(windows + first + 1, windows + end,
                (lean->count - end) * sizeof(rt_window));
  windows[first] = *window;
  RT_PLAIN_LOOP
  for (uintptr_t i = 0; i < RT_VIEWS; i++) {
    uintptr_t *viewed = &lean->viewed[i];
    if (*viewed >= end && lean->count) {
      *viewed -= end - first - 1;
    } else if (*viewed > first) {
      *viewed = first;
    }
  }
  lean->count -= end - first - 1;
  // Generated code could still use it through what it has loaded before: not
  // after this call, which may write the view.
  show(lean);
}

static inline uintptr_t min(uintptr_t a, uintptr_t b) { return a < b ? a : b; }
static inline uintptr_t max(uintptr_t a, uintptr_t b) { return a > b ? a : b; }
static inline uintptr_t end_of(const rt_window *window) {
  return window->at + window->size;
}

// Whether Python is left with memory to go on with: linear memory must not take
// the last bytes, else not even an exception could be handled.
static int leaves_enough(const mp_fun_table_t *fun) {
  void *block = fun->realloc_(0, RT_SPARE, 0);
  if (block) fun->realloc_(block, 0, 0);
  return block != 0;
}

// Lets a window end at `high`, if the heap is free behind its block.
static int extend(rt_lean *lean, rt_window *window, uintptr_t high) {
  const mp_fun_table_t *fun = lean->memory.module->fun_table;
  uintptr_t size = high - window->at;
  if (!fun->realloc_(window->block, size, 0)) return 0;
  if (!leaves_enough(fun)) {
    fun->realloc_(window->block, window->size, 0);
    return 0;
  }
  fun->memset_(window->block + window->size, 0, size - window->size);
  window->size = size;
  show(lean);
  return 1;
}

// Makes a window of [low, high), which the windows from `first` up to `end`
// are parts of; 0: there is no memory for it.
static int make(rt_lean *lean, uintptr_t first, uintptr_t end, uintptr_t low,
                uintptr_t high) {
  const mp_fun_table_t *fun = lean->memory.module->fun_table;
  rt_window *old = &lean->windows[first];
  if (end == first + 1 && old->at == low && extend(lean, old, high)) return 1;
  rt_window window = {.at = low, .size = high - low};
  window.block = fun->realloc_(0, window.size, 0);
  if (!window.block) return 0;
  if (!leaves_enough(fun)) {
    fun->realloc_(window.block, 0, 0);
    return 0;
  }
  fun->memset_(window.block, 0, window.size);
  RT_PLAIN_LOOP
  for (uintptr_t i = first; i < end; i++) {
    old = &lean->windows[i];
    fun->memmove_(window.block + (old->at - low), old->block, old->size);
    fun->realloc_(old->block, 0, 0);
  }
  replace(lean, fun, first, end, &window);
  return 1;
}

// When memory is too short to put windows together: only what is touched, and
// the windows that there are stay what they are. 0: there is no memory.
static int make_apart(rt_lean *lean, uintptr_t low, uintptr_t high,
                      uintptr_t ahead_high) {
  uintptr_t i = 0;
  while (i < lean->count && lean->windows[i].at < high) i++;
  uintptr_t next = i < lean->count ? lean->windows[i].at : ahead_high;
  ahead_high = max(high, min(next, min(ahead_high, high + RT_WINDOW_BELOW)));
  // Not if the access begins below that window: its end is not all of it.
  rt_window *before = &lean->windows[i - 1];
  if (i && before->at <= low && end_of(before) >= low &&
      end_of(before) < high &&
      (extend(lean, before, ahead_high) || extend(lean, before, high)))
    return 1;
  return !rt_lean_is_touched(lean, low, high - low) &&
         (make(lean, i, i, low, ahead_high) || make(lean, i, i, low, high));
}

uint8_t *rt_lean_span(rt_lean *lean, uintptr_t at, uintptr_t size) {
  // There may be no window at that address, and needs not be.
  if (size == 0) return (uint8_t *)&lean->zeros;
  uintptr_t found = find(lean, at, size);
  if (found != lean->count) return place_in(lean, found, at);
  rt_module *module = lean->memory.module;
  if (rt_config.lean_floor && at < rt_config.lean_floor)
    rt_trap_in(module, "linear stack exhausted");
  const mp_fun_table_t *fun = module->fun_table;
  reserve_window(lean, fun);

  // The memory's end may be no multiple: there must be no window behind it.
  uintptr_t low = at & ~(uintptr_t)(RT_WINDOW_ALIGNMENT - 1);
  uintptr_t high = (at + size + RT_WINDOW_ALIGNMENT - 1) &
                   ~(uintptr_t)(RT_WINDOW_ALIGNMENT - 1);
  high = max(at + size, min(high, lean->memory.size));
  rt_window *windows = lean->windows;
  uintptr_t count = lean->count;
  uintptr_t first = 0;
  while (first < count && low > end_of(&windows[first]) &&
         low - end_of(&windows[first]) > RT_WINDOW_GAP)
    first++;
  uintptr_t merged_low = low;
  uintptr_t merged_high = high;
  uintptr_t end = first;
  while (end < count && (windows[end].at <= merged_high ||
                         windows[end].at - merged_high <= RT_WINDOW_GAP)) {
    merged_low = min(merged_low, windows[end].at);
    merged_high = max(merged_high, end_of(&windows[end]));
    end++;
  }

  // More than is asked for, so that not every few bytes move all others; up to
  // the end of the memory. Windows that come to touch become one: code that
  // works on both would not find one of them in the view.
  uintptr_t ahead_low = merged_low;
  uintptr_t ahead_high = merged_high;
  uintptr_t ahead_end = end;
  uintptr_t eighth = (merged_high - merged_low) / 8 & ~(uintptr_t)63;
  if (merged_high == high) {
    uintptr_t limit = max(lean->memory.size, high);
    ahead_high = high + min(eighth + RT_VIEW_REACH, limit - high);
    ahead_high = max(high, ahead_high & ~(uintptr_t)(RT_WINDOW_ALIGNMENT - 1));
    for (; ahead_end < count && windows[ahead_end].at <= ahead_high;
         ahead_end++)
      ahead_high = max(ahead_high, end_of(&windows[ahead_end]));
  }
  if (merged_low == low && end != first) {
    uintptr_t limit = first ? end_of(&windows[first - 1]) : 0;
    limit = max(limit, rt_config.lean_floor);
    ahead_low = low - min(eighth + RT_WINDOW_BELOW, low - min(limit, low));
  }
  if (!make(lean, first, ahead_end, ahead_low, ahead_high) &&
      !make_apart(lean, low, high, ahead_high) &&
      !make(lean, first, end, merged_low, merged_high))
    rt_raise(module, MP_QSTR_MemoryError, "no room for linear memory");
  return place_in(lean, find(lean, at, size), at);
}

// The limit of the view is below the end of its window. When accesses between
// them become many, the window gets larger if that is cheap.
static void look_at(rt_lean *lean, uintptr_t index) {
  int is_second =
      index == lean->viewed[1] && views_of(lean->instance)->patience == 0;
  if (!is_second && ++lean->misses < RT_VIEW_MISSES) return;
  lean->misses = 0;
  if (index != lean->viewed[0]) {
    lean->viewed[1] = lean->viewed[0];
    lean->viewed[0] = index;
    show(lean);
    return;
  }
  rt_window *window = &lean->windows[index];
  uintptr_t limit = index + 1 < lean->count ? window[1].at : lean->memory.size;
  uintptr_t room = limit - end_of(window);
  if (room >= RT_VIEW_REACH && room <= limit)
    extend(lean, window, end_of(window) + RT_VIEW_REACH);
}

static __attribute__((noinline)) uint8_t *look_for(rt_instance *instance,
                                                   uintptr_t at,
                                                   uint32_t access) {
  rt_lean *lean = rt_items(instance, RT_KIND_MEMORY)[0];
  uintptr_t size = access >> 1;
  uintptr_t found = find(lean, at, size);
  if (found != lean->count) {
    look_at(lean, found);
    return place_in(lean, found, at);
  }
  if (size > lean->memory.size || at > lean->memory.size - size)
    rt_trap_in(instance->module, "out of bounds memory access");
  // Zeros can be read without being there.
  if (!(access & 1) && !rt_lean_is_touched(lean, at, size) &&
      at >= rt_config.lean_floor)
    return (uint8_t *)&lean->zeros;
  return rt_lean_span(lean, at, size);
}

__attribute__((noinline)) uint8_t *rt_lean_at(rt_instance *instance,
                                              uintptr_t at, uint32_t access) {
  rt_views *views = views_of(instance);
  rt_view *second = &views->views[1];
  uintptr_t distance = at - second->low;
  if (distance < second->limit && --views->patience)
    return second->block + distance;
  return look_for(instance, at, access);
}

void rt_lean_start(rt_instance *instance) {
  rt_lean *lean = rt_items(instance, RT_KIND_MEMORY)[0];
  lean->instance = instance;
  uintptr_t size = rt_config.lean_end - rt_config.lean_start;
  if (size) rt_lean_span(lean, rt_config.lean_start, size);
}
