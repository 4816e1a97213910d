// Structures and arrays of the gc proposal.
//
// They are blocks of MicroPython's heap, and because they begin with a Python
// type they are Python objects as they are: identity is equality, and what
// Python is given is what it gives back. The collector finds them as it finds
// everything else. It follows pointers to the start of a block only, so that
// generated code keeps that of an object where it goes on with one to a field.
#include "rt_internal.h"

static inline const rt_object_type *object_type(void *object) {
  return (const rt_object_type *)((mp_obj_base_t *)object)->type;
}

static inline const rt_type *type_of(void *object) {
  const rt_object_type *type = object_type(object);
  return type->display[type->depth];
}

// ----------------------------------------------------------------- making ---

static __attribute__((noinline)) rt_object_type *make_type(
    rt_module *module, const rt_type *made) {
  const mp_fun_table_t *fun = module->fun_table;
  uintptr_t depth = 0;
  for (const rt_type *type = made; (type = rt_supertype(type));) depth++;
  rt_object_type *type =
      rt_alloc(fun, RT_WORDS(sizeof(rt_object_type)) +
                        (depth < RT_DISPLAY ? RT_DISPLAY : depth + 1));
  type->python.type.base.type = fun->type_type;
  type->python.type.name = (uint16_t)RT_QSTR(module, wasm);
  type->python.magic =
      RT_MAGIC +
      (made->n_results == RT_ARRAY_TYPE ? RT_KIND_ARRAY : RT_KIND_STRUCT);
  if (RT_SHOWS_OBJECTS) {
    type->python.type.slot_index_unary_op = 1;
    type->python.type.slot_index_subscr = 2;
    type->python.type.slot_index_attr = 3;
    type->python.slots[0] = (const void *)rt_object_len;
    type->python.slots[1] = (const void *)rt_object_subscr;
    type->python.slots[2] = (const void *)rt_object_attr;
  }
  type->module = module;
  type->depth = depth;
  do {
    type->display[depth] = made;
    made = rt_supertype(made);
  } while (depth--);
  return type;
}

// MicroPython looks for several blocks from where a single one was free last. A
// program that asks for no single ones would have it look through all of its
// objects each time, so one is taken now and then: when objects have come to
// the next 512 bytes. The next collection frees it. (Given back at once it
// would be found again the next time, if it was a hole before all objects.)
static void make_room_known(const mp_fun_table_t *fun, void *object,
                            size_t words) {
  enum { kBlockWords = 4, kStepLog2 = 9 };
  uintptr_t start = (uintptr_t)object;
  // At least in the block behind its last one.
  uintptr_t end = start + (words + kBlockWords - 1) * sizeof(void *);
  if (words <= kBlockWords || start >> kStepLog2 == end >> kStepLog2) return;
  fun->realloc_(0, 1, 0);
}

static void *make(rt_instance *instance, uint32_t number, const rt_type *made,
                  size_t words) {
  rt_module *module = instance->module;
  rt_object_type **type = &rt_object_types(module)[number];
  if (!*type) *type = make_type(module, made);
  mp_obj_base_t *object = rt_new_block(module->fun_table, words);
  make_room_known(module->fun_table, object, words);
  object->type = &(*type)->python.type;
  return object;
}

void *rt_new_struct(rt_instance *instance, uint32_t number) {
  const rt_type *made = rt_follow(&rt_made[number]);
  return make(instance, number, made, made->n_params);
}

static inline uint32_t size_log2(const rt_type *type) {
  return type->n_params & (RT_OF_REFERENCES - 1);
}

rt_array *rt_new_array(rt_instance *instance, uint32_t number,
                       uintptr_t length) {
  // What no heap has: MicroPython says so.
  const uintptr_t most = UINTPTR_MAX >> 1;
  const rt_type *made = rt_follow(&rt_made[number]);
  uint32_t log2 = size_log2(made);
  uintptr_t bytes =
      length > (most - 64) >> log2 ? most : sizeof(rt_array) + (length << log2);
  rt_array *array = make(instance, number, made, RT_WORDS(bytes));
  array->length = length;
  return array;
}

// --------------------------------------------------------------- elements ---

static inline uint8_t *element(rt_array *array, uintptr_t at) {
  return (uint8_t *)(array + 1) + (at << size_log2(type_of(array)));
}

static void move(rt_array *array, uintptr_t at, const void *from,
                 uintptr_t count) {
  if (count)
    object_type(array)->module->fun_table->memmove_(
        element(array, at), from, count << size_log2(type_of(array)));
}

// The address of `count` elements in a segment, or null.
static const void *in_segment(const rt_type *type, const void *from,
                              uintptr_t size, uintptr_t at, uintptr_t count) {
  uint32_t log2 = size_log2(type);
  uint32_t unit = type->n_params & RT_OF_REFERENCES ? log2 : 0;
  if (at > size || count > ((size - at) << unit) >> log2) return 0;
  // Not null where the segment was dropped.
  return count ? (const uint8_t *)from + (at << unit) : (const void *)type;
}

rt_array *rt_new_array_of(rt_instance *instance, uint32_t number,
                          const void *from, uintptr_t size, uintptr_t at,
                          uintptr_t count) {
  from = in_segment(rt_follow(&rt_made[number]), from, size, at, count);
  if (!from) return 0;
  rt_array *array = rt_new_array(instance, number, count);
  move(array, 0, from, count);
  return array;
}

int rt_array_init(rt_array *array, uintptr_t to_at, const void *from,
                  uintptr_t size, uintptr_t at, uintptr_t count) {
  from = in_segment(type_of(array), from, size, at, count);
  if (!from) return 0;
  move(array, to_at, from, count);
  return 1;
}

int rt_array_fill(rt_array *array, uintptr_t at, const void *value,
                  uintptr_t count) {
  if (!rt_within(at, count, array->length)) return 0;
  // What is there is doubled.
  for (uintptr_t done = 0; done < count;) {
    uintptr_t next = done ? done : 1;
    if (next > count - done) next = count - done;
    move(array, at + done, done ? element(array, at) : value, next);
    done += next;
  }
  return 1;
}

int rt_array_copy(rt_array *to, uintptr_t to_at, rt_array *from,
                  uintptr_t from_at, uintptr_t count) {
  if (!rt_within(to_at, count, to->length) ||
      !rt_within(from_at, count, from->length))
    return 0;
  move(to, to_at, element(from, from_at), count);
  return 1;
}

// ------------------------------------------------------------------- types ---

int rt_heap_matches(const rt_type *type, const rt_type *wanted) {
  if (type->n_results < RT_STRUCT_TYPE || wanted->n_results != RT_HEAP_TYPE)
    return (type->n_results == RT_HEAP_TYPE && type->n_params == RT_HEAP_NONE &&
            wanted->n_results >= RT_STRUCT_TYPE) ||
           rt_type_matches(type, wanted);
  uint32_t heap = type->n_params;
  if (type->n_results == RT_STRUCT_TYPE) heap = RT_HEAP_STRUCT;
  if (type->n_results == RT_ARRAY_TYPE) heap = RT_HEAP_ARRAY;
  return heap == RT_HEAP_NONE || heap == wanted->n_params ||
         wanted->n_params == RT_HEAP_ANY ||
         (wanted->n_params == RT_HEAP_EQ && heap != RT_HEAP_ANY);
}

int rt_is_object_of(rt_module *module, void *object, const rt_type *wanted) {
  uint32_t heap =
      wanted->n_results == RT_HEAP_TYPE ? wanted->n_params : RT_HEAP_NONE;
  if (heap == RT_HEAP_ANY) return 1;
  if (mp_is_small_int(object))
    return (heap == RT_HEAP_I31 || heap == RT_HEAP_EQ) &&
           (intptr_t)object == (int32_t)(intptr_t)object;
  if (rt_as(module, object, RT_KIND_STRUCT)) {
    if (heap == RT_HEAP_STRUCT) return 1;
  } else if (rt_as(module, object, RT_KIND_ARRAY)) {
    if (heap == RT_HEAP_ARRAY) return 1;
  } else {
    return 0;
  }
  if (wanted->n_results != RT_HEAP_TYPE)
    return rt_type_matches(type_of(object), wanted);
  return heap == RT_HEAP_EQ;
}

int rt_object_is(rt_instance *instance, void *object, const rt_type *wanted) {
  return rt_is_object_of(instance->module, object, wanted);
}

// ---------------------------------------------------------- Python object ---

// Where a field is, and what.
typedef struct rt_field {
  uint8_t *at;
  uint8_t code;
  uint8_t is_mutable;
  const rt_type *type;  // when code is T or U
} rt_field;

static uint32_t bytes_of(uint8_t code) {
  if (code == RT_FIELD_I8) return 1;
  if (code == RT_FIELD_I16) return 2;
  if (code == RT_I32 || code == RT_F32) return 4;
  if (code == RT_I64 || code == RT_F64) return 8;
  if (rt_slots_of(code) > 1) return RT_VALUE_SLOTS * RT_SLOT_BYTES;
  return sizeof(void *);
}

static uint32_t count_of(void *object, const uint8_t **fields) {
  const rt_type *type = type_of(object);
  const uint8_t *at = type->text + type->size;
  *fields = at + 2;
  return type->n_results == RT_ARRAY_TYPE
             ? 0
             : (uint32_t)at[0] | (uint32_t)at[1] << 8;
}

static void find_field(void *object, uintptr_t index, rt_field *field) {
  const rt_type *type = type_of(object);
  const rt_rel *concrete = rt_follow(&type->concrete);
  if (rt_supertype(type)) concrete++;
  const uint8_t *fields;
  uintptr_t last = count_of(object, &fields) ? index : 0;
  uintptr_t offset = sizeof(mp_obj_base_t);
  for (uintptr_t i = 0;; i++, fields += 2) {
    field->code = fields[0];
    field->is_mutable = fields[1];
    field->type = 0;
    if (fields[0] == RT_TYPED || fields[0] == RT_TYPED_REF)
      field->type = rt_follow(concrete++);
    uint32_t size = bytes_of(fields[0]);
    uintptr_t mask = (size < sizeof(void *) ? size : sizeof(void *)) - 1;
    offset = (offset + mask) & ~mask;
    if (i == last) break;
    offset += size;
  }
  field->at = type->n_results == RT_ARRAY_TYPE ? element(object, index)
                                               : (uint8_t *)object + offset;
}

static uintptr_t length_of(void *object) {
  const uint8_t *fields;
  return type_of(object)->n_results == RT_ARRAY_TYPE
             ? ((rt_array *)object)->length
             : count_of(object, &fields);
}

mp_obj_t rt_object_len(unsigned op, mp_obj_t self) {
  if (op != MP_UNARY_OP_LEN) return MP_OBJ_NULL;
  return object_type(self)->module->fun_table->native_to_obj(
      length_of(self), MP_NATIVE_TYPE_UINT);
}

static mp_obj_t load(const mp_fun_table_t *fun, const rt_field *field) {
  rt_slot slots[RT_VALUE_SLOTS];
  slots[0] = 0;
  fun->memmove_(slots, field->at, bytes_of(field->code));
  if (field->code == RT_FIELD_I8 || field->code == RT_FIELD_I16)
    return mp_small_int((intptr_t)slots[0]);
  return rt_to_python(fun, field->code, slots);
}

static void store(rt_module *module, const rt_field *field, mp_obj_t value) {
  rt_slot slots[RT_VALUE_SLOTS];
  int is_packed = field->code == RT_FIELD_I8 || field->code == RT_FIELD_I16;
  rt_from_python_or_raise(module, is_packed ? RT_I32 : field->code, field->type,
                          value, slots);
  module->fun_table->memmove_(field->at, slots, bytes_of(field->code));
}

static void store_field(mp_obj_t self, const rt_field *field, mp_obj_t value) {
  rt_module *module = object_type(self)->module;
  if (!field->is_mutable)
    rt_raise(module, MP_QSTR_TypeError, "immutable field");
  store(module, field, value);
  // The conversion may collect, and the field points inside.
  RT_KEEP(self);
}

// MicroPython's own types do the work: a range finds what the index or slice
// stands for. A slice is a list.
mp_obj_t rt_object_subscr(mp_obj_t self, mp_obj_t index, mp_obj_t value) {
  rt_module *module = object_type(self)->module;
  const mp_fun_table_t *fun = module->fun_table;
  if (value == MP_OBJ_NULL) return value;  // nothing can be deleted
  mp_obj_t range = rt_object_len(MP_UNARY_OP_LEN, self);
  range =
      fun->call_function_n_kw(rt_builtin_of(module, MP_QSTR_range), 1, &range);
  mp_obj_t place = fun->obj_subscr(range, index, MP_OBJ_SENTINEL);
  int is_load = rt_is_load(value);
  rt_field field;
  if (mp_is_small_int(place)) {
    find_field(self, (uintptr_t)mp_small_int_value(place), &field);
    if (is_load) return load(fun, &field);
    store_field(self, &field, value);
    return fun->const_none;
  }
  if (!is_load) return MP_OBJ_NULL;
  mp_obj_t list = fun->new_list(0, 0);
  intptr_t count = mp_small_int_value(fun->unary_op(MP_UNARY_OP_LEN, place));
  for (intptr_t i = 0; i < count; i++) {
    mp_obj_t each = fun->obj_subscr(place, mp_small_int(i), MP_OBJ_SENTINEL);
    find_field(self, (uintptr_t)mp_small_int_value(each), &field);
    fun->list_append(list, load(fun, &field));
  }
  return list;
}

static mp_obj_t get_item(size_t n_args, const mp_obj_t *args) {
  (void)n_args;
  return rt_object_subscr(args[0], args[1], MP_OBJ_SENTINEL);
}

void rt_object_attr(mp_obj_t self, mp_qstr_t attr, mp_obj_t *dest) {
  rt_module *module = object_type(self)->module;
  const mp_fun_table_t *fun = module->fun_table;
  int is_load = dest[0] == MP_OBJ_NULL;
  // A loop takes an element after the other by this.
  if (is_load && attr == MP_QSTR___getitem__) {
    dest[0] = rt_method(fun, (void *)get_item, MP_FUN_SIG(2, 2, 0));
    dest[1] = self;
    return;
  }
  if (!RT_USES(FIELD_NAMES)) return;
  const uint8_t *fields;
  uint32_t count = count_of(self, &fields);
  const uint8_t *name = fields + 2 * count;
  for (uint32_t i = 0; i < count; i++, name += 2) {
    uint32_t number = (uint32_t)name[0] | (uint32_t)name[1] << 8;
    if (!number || module->qstrs[number] != attr) continue;
    rt_field field;
    find_field(self, i, &field);
    if (is_load) {
      dest[0] = load(fun, &field);
    } else if (dest[1] != MP_OBJ_NULL) {
      store_field(self, &field, dest[1]);
      dest[0] = MP_OBJ_NULL;  // it is done
    }
    return;
  }
}
