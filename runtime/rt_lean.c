// Lean memory (--memory=lean): of the pages that memory 0 has, only those bytes
// are there that were touched.
//
// They are in windows: blocks of MicroPython's heap, each for a range of
// addresses, sorted and disjoint. There must be several, because allocators
// leave a mark at the end of the last page, and because Rust's heap begins far
// behind its data. Generated code looks into some of them by itself (rt_view in
// the instance), and calls rt_lean_load and rt_lean_store for all else.
//
// It has the places of three of them in registers: the main one, that of the
// stack, and the hot one. So these two functions never move those: what is
// stored next to one extends it in place, if the heap is free there, and
// becomes a window of its own otherwise. rt_lean_settle puts them together
// where nothing is in registers: when Python calls, when memory grows, and at
// the start of functions that can make it grow. So do the operations on many
// bytes, and rt_lean_deepen, at the start of functions with a frame.
// rt_lean_choose does it before loops, where the main window and that of the
// stack must stay. All other windows move whenever they grow. A native pointer
// into one is good only until something else is touched.
//
// Windows begin at multiples of RT_WINDOW_ALIGNMENT, so addresses are as
// aligned as in one block.
#include "rt_internal.h"

// A gap that costs less than another window.
#define RT_WINDOW_GAP 128
// What is touched below a window is a stack that grows.
#define RT_WINDOW_BELOW 256
// Bytes of the heap, in one piece, that are left to Python.
#define RT_SPARE 1024

static inline rt_lean *lean_of(rt_instance *instance) {
  return rt_items(instance, RT_KIND_MEMORY)[0];
}

static inline rt_view *view_of(rt_instance *instance) {
  return (rt_view *)((char *)instance + rt_config.lean_view);
}

static inline uintptr_t min(uintptr_t a, uintptr_t b) { return a < b ? a : b; }
static inline uintptr_t max(uintptr_t a, uintptr_t b) { return a > b ? a : b; }
static inline uintptr_t end_of(const rt_window *window) {
  return window->at + window->size;
}

static uintptr_t limit_of(const rt_window *window) {
  return window->size > RT_VIEW_REACH ? window->size - RT_VIEW_REACH : 0;
}

static void show_at(rt_place *place, const rt_window *window) {
  place->base = window->block - window->at;
  place->low = window->at;
  place->limit = limit_of(window);
}

// Functions for accesses look for the sum of index and offset, and other code
// for the index: it reaches as far in all places.
static void show(rt_lean *lean) {
  if (!lean->count) return;
  rt_view *view = view_of(lean->instance);
  rt_window *window = &lean->windows[lean->main];
  view->base = window->block - window->at;
  view->end = end_of(window);
  window = &lean->windows[lean->hot];
  show_at(&view->hot.first, window);
  if (rt_config.lean_stack_top) show_at(&view->stack.next, window);
  show_at(&view->hot.next, &lean->windows[lean->other]);
  if (rt_config.lean_stack_top) {
    window = &lean->windows[lean->stack];
    show_at(&view->stack.first, window);
    view->depth = rt_config.lean_stack_top - window->at;
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
  uintptr_t *const numbers[] = {&lean->main, &lean->hot, &lean->other,
                                &lean->stack};
  RT_PLAIN_LOOP
  for (uintptr_t i = 0; i < (rt_config.lean_stack_top ? 4 : 3); i++) {
    uintptr_t *number = numbers[i];
    if (*number >= end && lean->count) {
      *number -= end - first - 1;
    } else if (*number > first) {
      *number = first;
    }
  }
  lean->count -= end - first - 1;
  show(lean);
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

#define RT_ALIGN_DOWN(x) ((x) & ~(uintptr_t)(RT_WINDOW_ALIGNMENT - 1))

// Where a window ends that has all up to `end`, and can go on up to `top`: that
// may be the memory's end, which may be no multiple, and there must be no
// window behind it.
static uintptr_t high_for(uintptr_t end, uintptr_t top) {
  return max(end, min(RT_ALIGN_DOWN(end + RT_WINDOW_ALIGNMENT - 1), top));
}

// More than is asked for behind a window of `size` bytes, so that not every few
// bytes move it.
static uintptr_t ahead_of(uintptr_t high, uintptr_t size, uintptr_t top) {
  uintptr_t eighth = size / 8 & ~(uintptr_t)63;
  return max(high, RT_ALIGN_DOWN(high + min(eighth + RT_VIEW_REACH,
                                            max(top, high) - high)));
}

// Makes room for bytes that are not all in one window. `first` and `last` are
// between which windows they are: those before `first` and from `last` on stay
// what and where they are, and have none of the bytes.
static void make_room(rt_lean *lean, uintptr_t at, uintptr_t size,
                      uintptr_t first, uintptr_t last) {
  rt_module *module = lean->memory.module;
  if (rt_config.lean_floor && at < rt_config.lean_floor)
    rt_trap_in(module, "linear stack exhausted");
  const mp_fun_table_t *fun = module->fun_table;
  reserve_window(lean, fun);

  rt_window *windows = lean->windows;
  uintptr_t top =
      last < lean->count ? windows[last].at : max(lean->memory.size, at + size);
  uintptr_t low = RT_ALIGN_DOWN(at);
  uintptr_t high = high_for(at + size, top);
  while (first < last && low > end_of(&windows[first]) &&
         low - end_of(&windows[first]) > RT_WINDOW_GAP)
    first++;
  uintptr_t merged_low = low;
  uintptr_t merged_high = high;
  uintptr_t end = first;
  while (end < last && (windows[end].at <= merged_high ||
                        windows[end].at - merged_high <= RT_WINDOW_GAP)) {
    merged_low = min(merged_low, windows[end].at);
    merged_high = max(merged_high, end_of(&windows[end]));
    end++;
  }

  // Windows that come to touch become one.
  uintptr_t ahead_low = merged_low;
  uintptr_t ahead_high = merged_high;
  uintptr_t ahead_end = end;
  if (merged_high == high) {
    ahead_high = ahead_of(high, merged_high - merged_low, top);
    for (; ahead_end < last && windows[ahead_end].at <= ahead_high; ahead_end++)
      ahead_high = max(ahead_high, end_of(&windows[ahead_end]));
  }
  if (merged_low == low && end != first) {
    uintptr_t limit = first ? end_of(&windows[first - 1]) : 0;
    limit = max(limit, rt_config.lean_floor);
    uintptr_t eighth = (merged_high - merged_low) / 8 & ~(uintptr_t)63;
    ahead_low = low - min(eighth + RT_WINDOW_BELOW, low - min(limit, low));
  }
  if (!make(lean, first, ahead_end, ahead_low, ahead_high) &&
      !make_apart(lean, low, high, ahead_high) &&
      !make(lean, first, end, merged_low, merged_high))
    rt_raise(module, MP_QSTR_MemoryError, "no room for linear memory");
}

uint8_t *rt_lean_span(rt_lean *lean, uintptr_t at, uintptr_t size) {
  // There may be no window at that address, and needs not be.
  if (size == 0) return lean->copy;
  uintptr_t found = find(lean, at, size);
  if (found == lean->count) {
    make_room(lean, at, size, 0, lean->count);
    found = find(lean, at, size);
  }
  return place_in(lean, found, at);
}

static inline uintptr_t size_of(uintptr_t access) {
  return access & ((1 << RT_ACCESS_SIZE_BITS) - 1);
}

// It may be the stack that has grown below the address 0.
static const char *text_of_trap(rt_instance *instance) {
  uint32_t start = rt_config.stack_pointer_start;
  if (start &&
      *(uint32_t *)((char *)instance + rt_config.stack_pointer_global) > start)
    return "linear stack exhausted";
  return "out of bounds memory access";
}

// The address of an access, which must be in bounds.
static uintptr_t address_of(rt_lean *lean, uintptr_t index, uintptr_t access) {
  uintptr_t at = index + (access >> RT_ACCESS_SIZE_BITS);
  uintptr_t size = size_of(access);
  if (at < index || size > lean->memory.size || at > lean->memory.size - size)
    rt_trap_in(lean->memory.module, text_of_trap(lean->instance));
  lean->missed = at;
  view_of(lean->instance)->hot.misses += RT_VIEW_MISS;
  return at;
}

// Whether the window of that number and the one before it are there, and side
// by side.
static int is_beside(rt_lean *lean, uintptr_t number) {
  rt_window *window = &lean->windows[number];
  return number && number < lean->count &&
         window->at - end_of(window - 1) <= RT_WINDOW_GAP;
}

// Generated code will find what is in that window.
static void look_here_next(rt_lean *lean, uintptr_t number) {
  lean->other = number;
  show(lean);
  if (is_beside(lean, number) || is_beside(lean, number + 1))
    view_of(lean->instance)->hot.misses = RT_VIEW_MISSES;
}

__attribute__((noinline)) uintptr_t rt_lean_load(rt_instance *instance,
                                                 uintptr_t index,
                                                 uintptr_t access) {
  rt_lean *lean = lean_of(instance);
  uintptr_t at = address_of(lean, index, access);
  uintptr_t size = size_of(access);
  uintptr_t found = find(lean, at, size);
  uint8_t *place;
  if (found != lean->count) {
    look_here_next(lean, found);
    place = place_in(lean, found, at);
  } else {
    // Zeros can be read without being there.
    if (at < rt_config.lean_floor)
      rt_trap_in(instance->module, "linear stack exhausted");
    place = lean->copy + (at & 7);
    lean->memory.module->fun_table->memset_(lean->copy, 0, sizeof(lean->copy));
    rt_lean_copy_out(lean, at, size, place);
  }
  return (uintptr_t)(place - view_of(instance)->base - at) >> 3;
}

// Generated code has the place of these windows in registers, also where it
// has that of the hot one no more.
static int has_fixed_place(rt_lean *lean, uintptr_t number) {
  return (rt_config.lean_end && number == lean->main) ||
         (rt_config.lean_stack_top && number == lean->stack);
}

static int stays(rt_lean *lean, uintptr_t number) {
  return number == lean->hot || has_fixed_place(lean, number);
}

// Makes room for the first of some bytes that are not there, without moving
// those windows.
static void make_room_beside(rt_lean *lean, uintptr_t at, uintptr_t size) {
  uintptr_t count = lean->count;
  rt_window *windows = lean->windows;
  uintptr_t first = 0;
  uintptr_t next = 0;
  for (; next < count && windows[next].at <= at; next++) {
    if (stays(lean, next)) first = next + 1;
  }
  uintptr_t top = lean->memory.size;
  if (next < count) {
    top = windows[next].at;
    size = min(size, top - at);
  }
  uintptr_t last = next;
  while (last < count && !stays(lean, last)) last++;
  if (first && first == next) {
    rt_window *window = &windows[first - 1];
    uintptr_t high = high_for(at + size, top);
    uintptr_t ahead = ahead_of(high, window->size, top);
    if (at - end_of(window) <= RT_WINDOW_GAP &&
        (extend(lean, window, ahead) || extend(lean, window, high)))
      return;
  }
  make_room(lean, at, size, first, last);
}

__attribute__((noinline)) void rt_lean_store_from(rt_instance *instance,
                                                  uintptr_t index,
                                                  uintptr_t access,
                                                  const void *bytes) {
  rt_lean *lean = lean_of(instance);
  uintptr_t at = address_of(lean, index, access);
  uintptr_t size = size_of(access);
  // Everything is there before the first byte is written.
  for (int is_there = 0; is_there < 2; is_there++) {
    for (uintptr_t done = 0; done < size;) {
      uintptr_t found = find(lean, at + done, 1);
      if (found == lean->count) {
        make_room_beside(lean, at + done, size - done);
        continue;
      }
      uintptr_t count =
          min(size - done, end_of(&lean->windows[found]) - (at + done));
      if (is_there) {
        look_here_next(lean, found);
        lean->memory.module->fun_table->memmove_(
            place_in(lean, found, at + done), (const uint8_t *)bytes + done,
            count);
      }
      done += count;
    }
  }
}

void rt_lean_store(rt_instance *instance, uintptr_t index, uintptr_t access,
                   uintptr_t value) {
  rt_lean_store_from(instance, index, access, &value);
}

static int is_kept(rt_lean *lean, uintptr_t number, int can_move_all) {
  return !can_move_all && has_fixed_place(lean, number);
}

// Makes one of the windows beside the one of the last miss, or makes that
// larger if its end was missed. Whether that was done.
static int join(rt_lean *lean, int can_move_all) {
  uintptr_t missed = find(lean, lean->missed, 1);
  if (missed == lean->count || is_kept(lean, missed, can_move_all)) return 0;
  rt_window *windows = lean->windows;
  uintptr_t first = missed;
  uintptr_t end = missed + 1;
  while (is_beside(lean, first) && !is_kept(lean, first - 1, can_move_all))
    first--;
  while (is_beside(lean, end) && !is_kept(lean, end, can_move_all)) end++;
  uintptr_t low = windows[first].at;
  if (end - first == 1 && lean->missed - low < limit_of(&windows[first]))
    return 0;
  uintptr_t high = end_of(&windows[end - 1]);
  uintptr_t top = end < lean->count ? windows[end].at : lean->memory.size;
  return make(lean, first, end, low, ahead_of(high, high - low, top)) ||
         (end - first > 1 && make(lean, first, end, low, high));
}

static void look_after(rt_instance *instance, int can_move_all) {
  rt_lean *lean = lean_of(instance);
  rt_view *view = view_of(instance);
  if (view->hot.misses < RT_VIEW_MISSES) return;
  view->hot.misses = 0;
  if (join(lean, can_move_all)) return;
  uintptr_t hot = lean->hot;
  lean->hot = lean->other;
  lean->other = hot;
  show(lean);
}

__attribute__((noinline)) void rt_lean_settle(rt_instance *instance) {
  look_after(instance, 1);
}

void rt_lean_choose(rt_instance *instance) { look_after(instance, 0); }

__attribute__((noinline)) void rt_lean_deepen(rt_instance *instance,
                                              uintptr_t pointer,
                                              uintptr_t bytes) {
  rt_lean *lean = lean_of(instance);
  uintptr_t top = rt_config.lean_stack_top;
  uintptr_t low = pointer - bytes;
  if (pointer > top || bytes > pointer || low < rt_config.lean_floor)
    rt_trap_in(instance->module, "linear stack exhausted");
  rt_lean_span(lean, low, top - low);
}

// Generated code that looks by itself takes for granted that the hot window
// stays where it is. So there is one before the first access.
static void begin(rt_lean *lean) {
#ifdef __thumb__
  uintptr_t floor = rt_config.lean_floor, size = lean->memory.size;
  if (!lean->count && size > floor)
    rt_lean_span(lean, floor, min(RT_WINDOW_ALIGNMENT, size - floor));
#else
  (void)lean;
#endif
}

void rt_lean_grown(rt_lean *lean, uintptr_t old_size) {
  // A window that ended there could not be extended in place, and the next one
  // begins at a multiple.
  uintptr_t rest = -old_size & (RT_WINDOW_ALIGNMENT - 1);
  if (rest && rt_lean_is_touched(lean, old_size - 1, 1))
    rt_lean_span(lean, old_size, min(rest, lean->memory.size - old_size));
  begin(lean);
  rt_lean_settle(lean->instance);
}

void rt_lean_start(rt_instance *instance) {
  rt_lean *lean = lean_of(instance);
  lean->instance = instance;
  uintptr_t size = rt_config.lean_end - rt_config.lean_start;
  if (size) rt_lean_span(lean, rt_config.lean_start, size);
  uintptr_t top = rt_config.lean_stack_top;
  if (!top) {
    begin(lean);
    return;
  }
  view_of(instance)->hot.instance = instance;
  view_of(instance)->stack.instance = instance;
  uintptr_t first = rt_config.lean_first_stack;
  // What is looked for there must not be at the window's end.
  uintptr_t rest = min(RT_VIEW_REACH, max(top, lean->memory.size) - top);
  rt_lean_span(lean, top - first, first + rest);
  lean->stack = lean->hot = find(lean, top - first, first);
  if (size) lean->main = find(lean, rt_config.lean_start, size);
  show(lean);
}
