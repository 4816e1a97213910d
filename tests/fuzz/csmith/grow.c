// A program with this may have a heap, so what its memory holds is not known.
__attribute__((export_name("grow"))) int grow(void) {
  return (int)__builtin_wasm_memory_grow(0, 1);
}
