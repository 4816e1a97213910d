// Values between Python and WebAssembly, and their types.
//
// Values travel in slots of 8 bytes, vectors in two of them. Floats, and
// integers on the way to Python, go through MicroPython's
// binary_{get,set}_val_array, which read and write memory: exact for all 64
// bits of an i64 and right for every float ABI. Vectors are copied from and to
// bytes. Integers wrap around, as in the JavaScript API; floats are refused
// where an integer is expected.
#include "rt_internal.h"

// ------------------------------------------------------------------ types ---

const rt_type *rt_type_for(uint8_t code, uint32_t index) {
  if (code == RT_TYPED || code == RT_TYPED_REF)
    return rt_follow(&rt_types[index]);
  return 0;
}

int rt_type_equal(const rt_type *a, const rt_type *b) {
  if (a->n_params != b->n_params || a->n_results != b->n_results ||
      a->size != b->size)
    return 0;
  RT_PLAIN_LOOP
  for (uint32_t i = 0; i < a->size; i++)
    if (a->text[i] != b->text[i]) return 0;
  return 1;
}

const rt_type *rt_supertype(const rt_type *type) {
  uint32_t codes = type->n_results < RT_STRUCT_TYPE
                       ? (uint32_t)type->n_params + type->n_results
                       : 0;
  if (type->size <= codes + RT_DIGEST_BYTES ||
      !(type->text[codes + RT_DIGEST_BYTES + 1] & RT_HAS_SUPERTYPE))
    return 0;
  const rt_rel *concrete = rt_follow(&type->concrete);
  RT_PLAIN_LOOP
  while (codes--)
    if (type->text[codes] == RT_TYPED || type->text[codes] == RT_TYPED_REF)
      concrete++;
  return rt_follow(concrete);
}

int rt_type_matches(const rt_type *type, const rt_type *wanted) {
  do {
    if (type == wanted || rt_type_equal(type, wanted)) return 1;
    type = rt_supertype(type);
  } while (type);
  return 0;
}

const rt_type *rt_concrete(const rt_type *type, size_t i) {
  if (!RT_USES(FUNCREF) && !RT_USES(ANYREF)) return 0;
  const uint8_t *code = type->text;
  const rt_rel *concrete = rt_follow(&type->concrete);
  const rt_type *found = 0;
  do {
    found = 0;
    if (*code == RT_TYPED || *code == RT_TYPED_REF)
      found = rt_follow(concrete++);
    code++;
  } while (i--);
  return found;
}

const char *rt_code_name(uint8_t code) {
  // What an import turns out to be can have types that are not used here.
  if (RT_N_IMPORTS && !rt_config.binds_callables) {
    static const char names[] = "qi64\0"
                                "ff32\0"
                                "df64\0"
                                "ii32\0"
                                "Ffuncref\0"
                                "Eexnref\0"
                                "G(ref func)\0"
                                "T(ref null type)\0"
                                "U(ref type)\0"
                                "vv128\0"
                                "Xexternref\0"
                                "Y(ref extern)\0"
                                "Nnullref";
    const char *name = names;
    while (*name++ != (char)code) {
      RT_PLAIN_LOOP
      while (*name++) continue;
    }
    return name;
  }
  if (RT_USES(I64) && code == RT_I64) return "i64";
  if (RT_USES(F32) && code == RT_F32) return "f32";
  if (RT_USES(F64) && code == RT_F64) return "f64";
  if (RT_USES(V128) && code == RT_V128) return "v128";
  if (RT_USES(FUNCREF)) {
    if (code == RT_FUNCREF) return "funcref";
    if (code == RT_FUNC) return "(ref func)";
  }
  if (RT_USES(FUNCREF) || RT_USES(ANYREF)) {
    if (code == RT_TYPED_REF) return "(ref null type)";
    if (code == RT_TYPED) return "(ref type)";
  }
  if (RT_USES(EXTERNREF)) {
    if (code == RT_EXTERNREF) return "externref";
    if (code == RT_EXTERN) return "(ref extern)";
  }
  if (RT_USES(EXNREF) && code == RT_EXNREF) return "exnref";
  if ((RT_USES(FUNCREF) || RT_USES(EXTERNREF)) && code == RT_NULLREF)
    return "nullref";
  return "i32";
}

uint32_t rt_kind_of(rt_module *module, mp_obj_t object) {
  const mp_obj_type_t *type = module->fun_table->obj_get_type(object);
  // Only our types have this name and were not made by a class statement; so
  // the magic number is there to be read.
  if (type->name != RT_QSTR(module, wasm) ||
      type->flags & MP_TYPE_FLAG_INSTANCE_TYPE)
    return UINT32_MAX;
  uint32_t kind = ((const rt_py_type *)type)->magic - RT_MAGIC;
  // `instantiate` has the type of functions. The types of structures and
  // arrays are blocks of their own, and an object may lie anywhere before
  // such a block.
  if ((!RT_USES(OBJECTS) || kind == RT_KIND_FUNC) &&
      object == (char *)type - offsetof(rt_module, types))
    return UINT32_MAX;
  return kind;
}

// ------------------------------------------------------------ conversions ---

static inline int is_reference(uint8_t code) {
  return RT_USES(REFERENCES) && code < 'a';
}
static inline int is_float(uint8_t code) {
  return (RT_USES(F32) || RT_USES(F64)) && code < 'i';
}

static int reference_from_python(rt_module *module, uint8_t code,
                                 const rt_type *type, mp_obj_t object,
                                 uint64_t *slot) {
  if (object == module->fun_table->const_none) {
    *slot = 0;
    return code != RT_FUNC && code != RT_EXTERN && code != RT_TYPED;
  }
  *slot = (uintptr_t)object;
  if (RT_USES(EXTERNREF) && (code == RT_EXTERNREF || code == RT_EXTERN))
    return 1;
  if (RT_USES(ANYREF) && type && type->n_results >= RT_STRUCT_TYPE)
    return rt_is_object_of(module, object, type);
  if (!RT_USES(FUNCREF) || code == RT_NULLREF ||
      (RT_USES(EXNREF) && code == RT_EXNREF))
    return 0;
  rt_func *function = rt_as(module, object, RT_KIND_FUNC);
  if (!function ||
      (type && !(RT_USES(SUBTYPES) ? rt_type_matches(function->type, type)
                                   : rt_type_equal(function->type, type))))
    return 0;
  if (RT_USES(STACK_LIMIT)) rt_stack_take(module, function);
  return 1;
}

// From any buffer of 16 bytes; but not from a string, which is no bytes.
static int vector_from_python(rt_module *module, mp_obj_t object,
                              uint64_t *slots) {
  const mp_fun_table_t *fun = module->fun_table;
  mp_buffer_info_t info;
  if (fun->obj_get_type(object) == fun->type_str ||
      !fun->get_buffer(object, &info, MP_BUFFER_READ))
    return 0;
  size_t size = RT_VALUE_SLOTS * sizeof(rt_slot);
  if (info.len != size) {
    mp_obj_t part = mp_small_int((intptr_t)info.len);
    rt_raise_format(module, MP_QSTR_ValueError,
                    RT_TEXT("v128 must be 16 bytes, not %d"), 1, &part);
  }
  fun->memmove_(slots, info.buf, size);
  return 1;
}

int rt_from_python(rt_module *module, const mp_fun_table_t *fun, uint8_t code,
                   const rt_type *type, mp_obj_t object, uint64_t *slot) {
  if (RT_USES(V128) && code == RT_V128)
    return vector_from_python(module, object, slot);
  if (is_reference(code))
    return reference_from_python(module, code, type, object, slot);
  if ((RT_USES(I32) || RT_USES(I64)) && mp_is_small_int(object) &&
      !is_float(code)) {
    *slot = (uint64_t)mp_small_int_value(object);
    return 1;
  }
  // By name, because the types themselves are not in the function table. A
  // class of the same name does no harm: the conversion refuses it.
  mp_qstr_t name = fun->obj_get_type(object)->name;
  if (name != MP_QSTR_int && name != MP_QSTR_bool &&
      !(is_float(code) && name == RT_QSTR(module, float)))
    return 0;
  if (is_float(code))
    fun->binary_set_val_array((char)code, slot, 0, object);
  else if (RT_USES(I32) || RT_USES(I64))
    rt_wrap(fun, object, RT_USES(I64) && code == RT_I64, slot);
  return 1;
}

mp_obj_t rt_to_python(const mp_fun_table_t *fun, uint8_t code, uint64_t *slot) {
  if (is_reference(code)) {
    // Of the word only: the rest of the slot is not written.
    mp_obj_t object = (mp_obj_t)(uintptr_t)*slot;
    // Not an object.
    if (RT_USES(EXNREF) && code == RT_EXNREF && object)
      rt_raise_new(fun, rt_builtin(fun, MP_QSTR_TypeError),
                   rt_string(fun, "exnref has no value in Python"));
    return object ? object : fun->const_none;
  }
  if (RT_USES(V128) && code == RT_V128)
    return fun->obj_new_bytes((const uint8_t *)slot,
                              RT_VALUE_SLOTS * sizeof(rt_slot));
  if (sizeof(void *) == 8 && RT_USES(I32) && code == RT_I32)
    return mp_small_int(*(int32_t *)slot);
  return fun->binary_get_val_array((char)code, slot, 0);
}

void rt_from_python_or_raise(rt_module *module, uint8_t code,
                             const rt_type *type, mp_obj_t object,
                             uint64_t *slot) {
  const mp_fun_table_t *fun = module->fun_table;
  if (rt_from_python(module, fun, code, type, object, slot)) return;
  mp_obj_t parts[2] = {rt_string(fun, rt_code_name(code)),
                       rt_type_text(fun, object)};
  rt_raise_format(module, MP_QSTR_TypeError,
                  RT_TEXT("value must be %s, not %s"), 2, parts);
}

mp_obj_t rt_attr_maybe(const mp_fun_table_t *fun, mp_obj_t object,
                       mp_qstr_t name) {
  mp_obj_t found[2];
  fun->load_method_maybe(object, name, found);
  // A method has to be bound, which only this does.
  return found[0] ? fun->load_attr(object, name) : MP_OBJ_NULL;
}

intptr_t rt_integer(const mp_fun_table_t *fun, mp_obj_t object) {
  uintptr_t value = fun->native_from_obj(object, MP_NATIVE_TYPE_INT);
  // The conversion wraps around; a number that it changed is not the same.
  mp_obj_t again = fun->native_to_obj(value, MP_NATIVE_TYPE_INT);
  mp_obj_t is_same = fun->binary_op(MP_BINARY_OP_EQUAL, object, again);
  return is_same == fun->const_true ? (intptr_t)value : INTPTR_MIN;
}
