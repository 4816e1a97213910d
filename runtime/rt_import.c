// Imports: finding them, checking them against what the module declares, and
// binding them.
//
// What is declared and what was found are brought into one form (rt_extern),
// which is then compared and, if that fails, printed.
#include "rt_internal.h"

typedef struct rt_extern {
  const rt_type *type;  // of functions; of T and U
  uint64_t min;         // what was found: the current size
  uint64_t max;         // UINT64_MAX: none
  uint8_t kind;
  uint8_t code;
  uint8_t is_mutable;
  uint8_t type_bits;  // of a memory; of a table 1 if its indices have 64 bits
  uint8_t page_log2;
} rt_extern;

// Kinds that this module imports; the rest of the checks folds away. What was
// found can be of any kind, but then only its kind is said.
#define RT_IMPORTS(what) (rt_config.n_##what##_imports != 0)

// Whether an import is of that kind.
static inline __attribute__((always_inline)) int wants(const rt_extern *want,
                                                       uint32_t kind) {
  if (kind == RT_KIND_FUNC)
    return RT_IMPORTS(func) && (RT_ONLY_FUNCS || want->kind == kind);
  int has_any = kind == RT_KIND_TABLE    ? RT_IMPORTS(table)
                : kind == RT_KIND_MEMORY ? RT_IMPORTS(memory)
                : kind == RT_KIND_GLOBAL ? RT_IMPORTS(global)
                                         : RT_IMPORTS(tag);
  return has_any && want->kind == kind;
}

// ------------------------------------------------------------- describing ---

static void clear(rt_extern *what) {
  what->type = 0;
  what->max = UINT64_MAX;
  what->code = 0;
  what->is_mutable = 0;
  what->type_bits = 0;
  what->page_log2 = 0;
}

static void read_declared(rt_extern *want, const uint8_t **at) {
  if (!RT_ONLY_FUNCS) clear(want);
  if (wants(want, RT_KIND_FUNC) || wants(want, RT_KIND_TAG)) {
    want->type = rt_follow(&rt_types[rt_number(at)]);
    return;
  }
  if (wants(want, RT_KIND_GLOBAL) || wants(want, RT_KIND_TABLE)) {
    want->code = (uint8_t)rt_number(at);
    want->type = rt_type_for(want->code, rt_number(at));
    if (wants(want, RT_KIND_GLOBAL)) {
      want->is_mutable = (uint8_t)rt_number(at);
      return;
    }
  }
  if (RT_IMPORTS(memory) || RT_IMPORTS(table)) {
    want->min = rt_long_number(at);
    want->max = rt_long_number(at) - 1;
    if (wants(want, RT_KIND_MEMORY)) want->page_log2 = (uint8_t)rt_number(at);
    want->type_bits = (uint8_t)rt_number(at);
  }
}

// 0: not made by a wasm2mpy module.
static int describe(rt_module *module, mp_obj_t object, rt_extern *found) {
  if (!RT_ONLY_FUNCS) clear(found);
  uint32_t kind = rt_kind_of(module, object);
  if (kind > RT_KIND_TAG) return 0;
  found->kind = (uint8_t)kind;
  if (RT_IMPORTS(func) && found->kind == RT_KIND_FUNC) {
    found->type = ((rt_func *)object)->type;
  }
  if (RT_IMPORTS(table) && found->kind == RT_KIND_TABLE) {
    rt_table *table = object;
    found->type = table->type;
    found->code = table->code;
    found->min = table->size;
    found->max = table->max;
    found->type_bits = table->is_64;
  }
  if (RT_IMPORTS(memory) && found->kind == RT_KIND_MEMORY) {
    rt_memory *memory = object;
    found->min = memory->size >> memory->page_log2;
    found->max = memory->max_pages;
    found->type_bits = memory->type_bits;
    found->page_log2 = memory->page_log2;
  }
  if (RT_IMPORTS(tag) && found->kind == RT_KIND_TAG)
    found->type = ((rt_tag *)object)->type;
  if (RT_IMPORTS(global) && found->kind == RT_KIND_GLOBAL) {
    rt_global *global = object;
    found->type = global->type;
    found->code = global->code;
    found->is_mutable = global->is_mutable;
  }
  return 1;
}

// --------------------------------------------------------------- matching ---

static int same_value_type(const rt_extern *want, const rt_extern *found) {
  return want->code == found->code &&
         (!want->type || rt_type_equal(want->type, found->type));
}

// Whether a value of the type found can be read as the type wanted.
static int is_subtype(const rt_extern *want, const rt_extern *found) {
  if (same_value_type(want, found)) return 1;
  uint8_t code = found->code;
  if ((RT_USES(ANYREF) || RT_USES(SUBTYPES)) && want->type && found->type &&
      (code == RT_TYPED || want->code == RT_TYPED_REF))
    return RT_USES(ANYREF) ? rt_heap_matches(found->type, want->type)
                           : rt_type_matches(found->type, want->type);
  if (RT_USES(FUNCREF) &&
      (code == RT_NULLREF || rt_refers_to_functions(code, found->type))) {
    int typed = code == RT_TYPED;
    if (want->code == RT_FUNCREF)
      return typed || code == RT_TYPED_REF || code == RT_FUNC ||
             code == RT_NULLREF;
    if (want->code == RT_FUNC) return typed;
    if (want->code == RT_TYPED_REF)
      return code == RT_NULLREF ||
             (typed && rt_type_equal(want->type, found->type));
  }
  if (RT_USES(EXTERNREF) && want->code == RT_EXTERNREF)
    return code == RT_EXTERN || code == RT_NULLREF;
  return 0;
}

static int matches(const rt_extern *want, const rt_extern *found) {
  if ((RT_ONLY_FUNCS ? RT_KIND_FUNC : want->kind) != found->kind) return 0;
  if (RT_USES(SUBTYPES) && wants(want, RT_KIND_FUNC))
    return rt_type_matches(found->type, want->type);
  if (wants(want, RT_KIND_FUNC) || wants(want, RT_KIND_TAG))
    return rt_type_equal(want->type, found->type);
  if (wants(want, RT_KIND_GLOBAL))
    return want->is_mutable == found->is_mutable &&
           (want->is_mutable ? same_value_type(want, found)
                             : is_subtype(want, found));
  if (RT_IMPORTS(memory) || RT_IMPORTS(table))
    return (!RT_IMPORTS(table) || same_value_type(want, found)) &&
           want->type_bits == found->type_bits &&
           want->page_log2 == found->page_log2 && found->min >= want->min &&
           (want->max == UINT64_MAX || found->max <= want->max);
  return 0;
}

// ----------------------------------------------------------------- errors ---

static mp_obj_t join(const mp_fun_table_t *fun, mp_obj_t text,
                     const char *more) {
  return rt_add(fun, text, rt_string(fun, more));
}

// (i32, f64) -> i32
static mp_obj_t join_signature(const mp_fun_table_t *fun, mp_obj_t text,
                               const rt_type *type) {
  uint32_t n_params = type->n_params;
  uint32_t n = n_params + type->n_results;
  for (uint32_t i = 0;; i++) {
    const char *before = i ? ", " : "(";
    if (i == n_params) {
      text = join(fun, text, i ? ")" : "()");
      before = n == i + 1 ? " -> " : " -> (";
    }
    if (i == n) return type->n_results > 1 ? join(fun, text, ")") : text;
    text = join(fun, text, before);
    text = join(fun, text, rt_code_name(type->text[i]));
  }
}

static mp_obj_t join_number(const mp_fun_table_t *fun, mp_obj_t text,
                            const char *before, uint64_t number) {
  text = join(fun, text, before);
  mp_obj_t part = fun->native_to_obj((uintptr_t)number, MP_NATIVE_TYPE_UINT);
  part = fun->binary_op(MP_BINARY_OP_MODULO, rt_string(fun, "%d"), part);
  return rt_add(fun, text, part);
}

// The type in words, as far as this module can have such imports.
static mp_obj_t extern_text(const mp_fun_table_t *fun, const rt_extern *what) {
  enum { kStride = 8 };
  // By kind.
  const char *names = RT_IMPORTS(func)
                          ? "func \0  table\0  memory\0 global\0 tag"
                          : "func\0   table\0  memory\0 global\0 tag";
  const rt_type *type = what->type;
  uint32_t kind = what->kind;
  mp_obj_t text = rt_string(fun, &names[kStride * kind]);
  int is_table = RT_IMPORTS(table) && kind == RT_KIND_TABLE;
  int is_memory = RT_IMPORTS(memory) && kind == RT_KIND_MEMORY;
  if ((RT_IMPORTS(func) && kind == RT_KIND_FUNC) ||
      (RT_IMPORTS(tag) && kind == RT_KIND_TAG)) {
    if (RT_IMPORTS(tag) && kind == RT_KIND_TAG) text = join(fun, text, " ");
    return join_signature(fun, text, type);
  }
  if (RT_IMPORTS(global) && kind == RT_KIND_GLOBAL) {
    text = join(fun, text, what->is_mutable ? " mut " : " ");
    return join(fun, text, rt_code_name(what->code));
  }
  if (!is_table && !is_memory) return text;
  const char *address = what->type_bits ? " i64 " : " ";
  int is_shared =
      RT_USES(SHARED) && is_memory && what->type_bits & RT_MEMORY_SHARED;
  if (is_shared && !(what->type_bits & RT_MEMORY_64)) address = " ";
  text = join_number(fun, text, address, what->min);
  if (what->max != UINT64_MAX) text = join_number(fun, text, "..", what->max);
  if (is_table) {
    text = join(fun, text, " ");
    text = join(fun, text, rt_code_name(what->code));
  }
  if (is_memory && !what->page_log2) text = join(fun, text, " (pagesize 1)");
  if (is_shared) text = join(fun, text, " shared");
  return text;
}

const uint8_t *rt_import_names(rt_module *module, const uint8_t *import,
                               mp_obj_t names[2]) {
  rt_import_kind(&import);
  for (size_t i = 0; i < 2; i++)
    names[i] = rt_qstr(module->fun_table, module->qstrs[rt_number(&import)]);
  return import;
}

static RT_NORETURN void refuse(rt_instance *instance, const uint8_t *import,
                               const rt_extern *want, mp_obj_t object) {
  rt_module *module = instance->module;
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t parts[4];
  rt_import_names(module, import, parts);
  if (rt_config.binds_callables) {
    const rt_type *type = want->type;
    parts[2] = rt_string(fun, (const char *)&type->text[type->size]);
    parts[3] = rt_type_text(fun, object);
    rt_raise_format(module, MP_QSTR_ImportError,
                    RT_TEXT("%s.%s: expected func %s, got %s"), 4, parts);
  }
  parts[2] = extern_text(fun, want);
  if (!rt_config.has_only_host && object == instance)
    rt_raise_format(module, MP_QSTR_ImportError,
                    RT_TEXT("%s.%s: expected %s, not found"), 3, parts);
  rt_extern found;
  if (describe(module, object, &found))
    parts[3] = extern_text(fun, &found);
  else if (RT_IMPORTS(memory) && rt_as(module, object, RT_KIND_LEAN))
    parts[3] = rt_string(fun, "a lean one: compile that with --memory=exact");
  else
    parts[3] = rt_type_text(fun, object);
  rt_raise_format(module, MP_QSTR_ImportError,
                  RT_TEXT("%s.%s: expected %s, got %s"), 4, parts);
}

// ---------------------------------------------------------------- finding ---

static mp_obj_t *finder_of(rt_module *module) {
  return rt_builtins(module) + RT_FINDER_SLOT;
}

void rt_import_init(rt_module *module, const mp_module_context_t *context) {
  *finder_of(module) = rt_bytecode(module->fun_table, context, rt_finder);
}

// As rt_finder. The instance stands for what is missing: nobody else has it
// yet.
static __attribute__((noinline)) mp_obj_t find(rt_instance *instance,
                                               mp_obj_t source, mp_obj_t name) {
  rt_module *module = instance->module;
  mp_obj_t args[3] = {source, name, instance};
  return module->fun_table->call_function_n_kw(*finder_of(module), 3, args);
}

static int is_callable(const mp_fun_table_t *fun, mp_obj_t object) {
  const mp_obj_type_t *type = fun->obj_get_type(object);
  if (!(type->flags & MP_TYPE_FLAG_INSTANCE_TYPE))
    return type->slot_index_call != 0;
  mp_obj_t found[2];
  fun->load_method_maybe(object, MP_QSTR___call__, found);
  return found[0] != MP_OBJ_NULL;
}

// ---------------------------------------------------------------- binding ---

// What goes into the instance for the import with that number among those of
// its kind, or null if the object is not of that type. The object is the
// instance itself where nothing was found.
static void *bind(rt_instance *instance, const rt_extern *want, mp_obj_t object,
                  const uint8_t *import, uint32_t number) {
  rt_module *module = instance->module;
  void *invoke = 0;
  if (object == instance) {
    // The runtime's own function, if there is one.
    if (!RT_USES(HOST) || (!rt_config.has_only_host &&
                           (!wants(want, RT_KIND_FUNC) || !rt_host[number])))
      return 0;
    invoke = rt_follow(&rt_host[number]);
  } else {
    rt_extern found;
    if (!rt_config.binds_callables && describe(module, object, &found)) {
      if (matches(want, &found)) {
        if (!wants(want, RT_KIND_FUNC)) return object;
        // A function that uses a stack pointer global must go through what its
        // own module has for rt_invoke, which puts that back after exceptions;
        // so must one that tells traps what they pass.
        invoke = (void *)((const rt_py_type *)((rt_func *)object)->base.type)
                     ->slots[RT_SLOT_INVOKE];
        if (!invoke) return object;
      } else if (RT_ONLY_FUNCS || found.kind >= RT_KIND_GLOBAL ||
                 found.kind == want->kind) {
        // A table or memory is no function and no number.
        return 0;
      }
    }
    if (wants(want, RT_KIND_GLOBAL) && !want->is_mutable) {
      rt_global *global = rt_new_global(module, want->code, want->type, 0);
      return rt_from_python(module, module->fun_table, want->code, want->type,
                            object, &global->value)
                 ? global
                 : 0;
    }
    if (!wants(want, RT_KIND_FUNC) || !is_callable(module->fun_table, object))
      return 0;
  }
  rt_import_func *function = RT_NEW(module->fun_table, rt_import_func);
  function->func.base.type = rt_type_of(module, RT_KIND_FUNC);
  function->func.code = rt_follow(&want->type->leave);
  function->func.ctx = function;
  function->func.type = want->type;
  function->callable = object;
  function->module = module;
  function->invoke = (void (*)(rt_func *, uint64_t *))invoke;
  function->import = import;
  return function;
}

void rt_import(rt_instance *instance, mp_obj_t imports, const uint8_t **at) {
  rt_module *module = instance->module;
  uint32_t counts[5] = {0, 0, 0, 0, 0};
  mp_obj_t source = instance;
  mp_obj_t source_name = MP_OBJ_NULL;
  for (uint32_t i = 0; i < RT_N_IMPORTS; i++) {
    const uint8_t *import = *at;
    rt_extern want;
    want.kind = (uint8_t)rt_import_kind(at);
    mp_obj_t names[2];
    *at = rt_import_names(module, import, names);
    read_declared(&want, at);
    // Most imports are from the same module as the one before.
    if (names[0] != source_name) {
      source_name = names[0];
      source = find(instance, imports ? imports : instance, source_name);
    }
    mp_obj_t object =
        source == instance ? instance : find(instance, source, names[1]);
    uint32_t number = RT_ONLY_FUNCS ? i : counts[want.kind]++;
    void *item = bind(instance, &want, object, import, number);
    if (!item) refuse(instance, import, &want, object);
    rt_items(instance, RT_ONLY_FUNCS ? RT_KIND_FUNC : want.kind)[number] = item;
  }
}
