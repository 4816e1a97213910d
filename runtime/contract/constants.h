// Numbers that the runtime and the code generator agree on. C and C++ include
// this file (the generator through src/contract/constants.h), so that each of
// them is written once.
#ifndef WASM2MPY_RUNTIME_CONTRACT_CONSTANTS_H_
#define WASM2MPY_RUNTIME_CONTRACT_CONSTANTS_H_

// ---------------------------------------------------------------- types ---

// Codes of value types. The numbers are MicroPython's array type codes, so
// that binary_{get,set}_val_array convert them bit-exactly on every float ABI.
#define RT_I32 'i'
#define RT_I64 'q'
#define RT_F32 'f'
#define RT_F64 'd'
#define RT_V128 'v'       // bytes, and no array type code
#define RT_FUNCREF 'F'    // (ref null func)
#define RT_FUNC 'G'       // (ref func)
#define RT_EXTERNREF 'X'  // (ref null extern)
#define RT_EXTERN 'Y'     // (ref extern)
#define RT_TYPED_REF 'T'  // (ref null $t), $t a function type or an rt_heap
#define RT_TYPED 'U'      // (ref $t)
#define RT_EXNREF 'E'     // any reference to exceptions: not for Python
#define RT_NULLREF 'N'    // (ref null nofunc), (ref null noextern): null

// What an rt_type stands for that is no function type, in its n_results (those
// of functions are fewer): n_params then is
#define RT_STRUCT_TYPE 0xfffd  // the words of such a block
#define RT_ARRAY_TYPE 0xfffe   // log2 of an element's bytes, + RT_OF_REFERENCES
#define RT_HEAP_TYPE 0xffff    // an rt_heap: any, eq, ...
#define RT_OF_REFERENCES 0x100
enum rt_heap {
  RT_HEAP_ANY,
  RT_HEAP_EQ,
  RT_HEAP_I31,
  RT_HEAP_STRUCT,
  RT_HEAP_ARRAY,
  RT_HEAP_NONE
};
// Behind the digest in the text of a type (src/codegen/abi/type_text.h) is its
// place in its group, and in the high byte of that: the type has a supertype.
#define RT_DIGEST_BYTES 16
#define RT_HAS_SUPERTYPE 0x80
// Codes of fields besides those of value types.
#define RT_FIELD_I8 'b'
#define RT_FIELD_I16 'h'

// At least so many supertypes, itself included, are in rt_object_type.display.
#define RT_DISPLAY 4

// Bytes of a slot, which holds one operand or result on its way between Python
// and WebAssembly: an rt_slot.
#define RT_SLOT_BYTES 8
// The most that a value takes: a v128, its low half first.
#define RT_VALUE_SLOTS 2

// The external kinds of the binary format.
#define RT_KIND_FUNC 0
#define RT_KIND_TABLE 1
#define RT_KIND_MEMORY 2
#define RT_KIND_GLOBAL 3
#define RT_KIND_TAG 4
// The other Python types of a module.
#define RT_KIND_MODULE 5
#define RT_KIND_BOUND 6  // to other modules a function, as its magic says
#define RT_KINDS 7       // with a place in rt_config.type_index
// In the magic of memories that other modules cannot use.
#define RT_KIND_LEAN 7
// In the magic of an rt_object_type.
#define RT_KIND_STRUCT 8
#define RT_KIND_ARRAY 9

// In rt_config.type_index: the module needs no such type.
#define RT_NO_TYPE 0xff

// ------------------------------------------------------- types of memories ---

// In the description of a memory and in rt_memory.type_bits.
#define RT_MEMORY_64 1      // addressed by i64
#define RT_MEMORY_SHARED 2  // and has a maximum

// --------------------------------------------------------- lean memories ---

// An access may reach so far beyond an index that the view has.
#define RT_VIEW_REACH 64
// See rt_view.
#define RT_VIEW_MISS 8
#define RT_VIEW_MISSES 64
// Of the number that describes an access: the size, at most 16.
#define RT_ACCESS_SIZE_BITS 5
// Windows begin and end at multiples of it, so that what is in them is as
// aligned as in one block.
#define RT_WINDOW_ALIGNMENT 16

// ----------------------------------------------------------------- polls ---

// The work from one to the next, in something like instructions. A poll takes
// more than a thousand.
#define RT_POLL_WORK 0x80000
// The loops of a function do so much before they say so. A call that is counted
// stands for so much less that of what it leads to all may remain unsaid: at
// worst some 8,000,000 instructions are from one poll to the next.
#define RT_POLL_SLICE 2048
#define RT_POLL_CALL 128

// -------------------------------------------------------- rt_config.uses ---

#define RT_USES_I32 0x0001  // in a signature or global that Python sees
#define RT_USES_I64 0x0002
#define RT_USES_F32 0x0004
#define RT_USES_F64 0x0008
#define RT_USES_FUNCREF 0x0010  // any reference to functions, likewise
#define RT_USES_EXTERNREF 0x0020
#define RT_USES_TRAP 0x0040         // something in the module can trap
#define RT_USES_INIT 0x0080         // rt_init does something
#define RT_USES_MULTI_VALUE 0x0100  // a signature with several results
#define RT_USES_STACK_LIMIT 0x0200  // some function checks the native stack
#define RT_USES_NO_INSTANCE 0x0400  // import makes no instance by itself
// Every signature that Python sees has exactly one result: only a hint.
#define RT_USES_ONE_RESULT 0x0800
#define RT_USES_STACK_POINTER_CELL 0x1000  // see stack_pointer_global
#define RT_USES_LONG_NAMES 0x2000          // see rt_export.name
#define RT_USES_HOST 0x4000                // an import is in rt_host
#define RT_USES_COMMAND 0x8000             // a WASI command: `main` runs it
#define RT_USES_BIND 0x10000               // see rt_bindings
#define RT_USES_LEAN 0x20000               // memory 0 is lean
#define RT_USES_EXCEPTIONS 0x40000         // it has a tag, throws or catches
#define RT_USES_SINGLE_INSTANCE 0x80000    // import makes the only one
#define RT_USES_EXNREF 0x100000     // in a signature or global that Python sees
#define RT_USES_V128 0x200000       // likewise
#define RT_USES_VECTORS 0x400000    // loads and stores of 16 bytes
#define RT_USES_ANYREF 0x800000     // Python sees references to objects
#define RT_USES_OBJECTS 0x1000000   // it makes structures or arrays
#define RT_USES_SUBTYPES 0x2000000  // some type can have subtypes
#define RT_USES_FUEL 0x4000000      // instantiate() takes it
#define RT_USES_POLLS 0x8000000     // see rt_poll
#define RT_USES_SHARED 0x10000000   // it imports a shared memory
// Python sees objects whose fields have names.
#define RT_USES_FIELD_NAMES 0x20000000
// A trap is told the exports and imports that it passes: rt_trap_passes.
#define RT_USES_TOLD_CALLS 0x40000000
// It has one memory, which is its own, has addresses of 32 bits, is not shared
// and is smaller than all that they reach: it is in rt_config.
#define RT_USES_PLAIN_MEMORY 0x80000000

// All that say which value types Python sees.
#define RT_USES_REFERENCES \
  (RT_USES_FUNCREF | RT_USES_EXTERNREF | RT_USES_EXNREF | RT_USES_ANYREF)
#define RT_USES_VALUES                                                    \
  (RT_USES_I32 | RT_USES_I64 | RT_USES_F32 | RT_USES_F64 | RT_USES_V128 | \
   RT_USES_REFERENCES)

// rt_config.tells_callers
#define RT_TELLS_NAMES 1  // by numbers of rt_names
#define RT_TELLS_CODES 2  // as rt_codes has them
#define RT_TELLS_PLACE 3  // the number of the innermost one only

// Frames in the table of calls: how many words they have, times two, and
// whether a far access of a lean memory is in there (rt_lean_far.c).
#define RT_FRAME_WORD 2
#define RT_FRAME_FAR 1

// See rt_export.name.
#define RT_LONG_NAME 0x8000

// ------------------------------------------------------- code in flash ---

// With --xip: the place of the code in the module's object table, and how it
// must be aligned to run where it is.
#define RT_XIP_OBJECT 1
#define RT_XIP_ALIGNMENT 4
// What Python is told where it cannot run. It stands behind the code in that
// object, since all that the stub has itself takes RAM.
#define RT_XIP_ERROR \
  "machine code cannot run from this memory: compile without --xip"

// ------------------------------------------------------ bound functions ---

// Codes of parameters and results in a signature.
#define RT_BIND_VALUE 0x01  // as its WebAssembly type converts
#define RT_BIND_BOOL 0x02
#define RT_BIND_UINT 0x04    // a result
#define RT_BIND_STR 0x08     // with BUFFER: a string
#define RT_BIND_BUFFER 0x10  // an address in memory 0
// With BUFFER: a length follows, or is the high half of an i64 result. Else a
// zero byte ends the string.
#define RT_BIND_LENGTH 0x40
// Parameters with BUFFER.
#define RT_BIND_WRITABLE 0x20  // copied back after the call
#define RT_BIND_COUNT 0x80     // the length counts elements, not bytes
// In rt_bind_config.params only: some parameter is STR without LENGTH.
#define RT_BIND_ENDS_STR 0x100
// In rt_bind_config.params and .results only: something is UTF16.
#define RT_BIND_SOME_UTF16 0x200
// With STR, without LENGTH: a string object of AssemblyScript. (Read as what
// elements must be, it says bytes, which a string has.)
#define RT_BIND_UTF16 0x01
#define RT_BIND_IS_UTF16(code) \
  (((code) & (RT_BIND_STR | RT_BIND_UTF16)) == (RT_BIND_STR | RT_BIND_UTF16))
// What elements must be, 0 for anything: 1 + log2(size), + 2 for floats. Not
// with STR.
#define RT_BIND_ELEMENT 0x07
// Results with BUFFER.
#define RT_BIND_NULLABLE 0x20  // the address 0 is None
#define RT_BIND_RELEASE 0x80   // given back to the allocator

// ------------------------------------------------- qstrs of the runtime ---

// The first entries of every module's qstr table are those of these that it
// needs: q(name, text, when it is needed). rt_config.qstr_index has their
// places; index 0 is the source file's name, and `wasm` is always the next.
// Strings that every firmware has are not here: micropython.h knows their
// numbers.
//   Instances    unless RT_USES_SINGLE_INSTANCE
//   Traps        with RT_USES_TRAP
//   Floats       with RT_USES_F32 or RT_USES_F64
//   StackLimit   with RT_USES_STACK_LIMIT
//   Growable     Python sees a memory or a table
//   Buffer       Python sees a memory that need not be lean
//   BoundMemory  Python sees a memory, and with RT_USES_BIND
//   Exceptions   with RT_USES_EXCEPTIONS
//   Fuel         with RT_USES_FUEL, unless RT_USES_SINGLE_INSTANCE
// The others with an import of `wiring` that the runtime serves: its functions
// Print, Delay, Millis, PinMode, Analog, and
//   Time         Delay or Millis
//   Pins         any about pins
// clang-format off
#define RT_QSTRS(q)                         \
  q(wasm, "wasm", Always)                   \
  q(instantiate, "instantiate", Instances)  \
  q(Trap, "Trap", Traps)                    \
  q(float, "float", Floats)                 \
  q(stack_use, "stack_use", StackLimit)     \
  q(grow, "grow", Growable)                 \
  q(size, "size", Growable)                 \
  q(memoryview, "memoryview", Buffer)       \
  q(read_str, "read_str", BoundMemory)      \
  q(tag, "tag", Exceptions)                 \
  q(fuel, "fuel", Fuel)                     \
  q(sys, "sys", Print)                      \
  q(stdout, "stdout", Print)                \
  q(buffer, "buffer", Print)                \
  q(time, "time", Time)                     \
  q(sleep_ms, "sleep_ms", Delay)            \
  q(ticks_ms, "ticks_ms", Millis)           \
  q(machine, "machine", Pins)               \
  q(Pin, "Pin", Pins)                       \
  q(IN, "IN", PinMode)                      \
  q(OUT, "OUT", PinMode)                    \
  q(PULL_UP, "PULL_UP", PinMode)            \
  q(ADC, "ADC", Analog)                     \
  q(read_u16, "read_u16", Analog)
#define RT_COUNT_QSTR(name, text, need) +1
#define RT_QSTR_COUNT (0 RT_QSTRS(RT_COUNT_QSTR))
#define RT_QSTR_WASM 1  // the index of the first one
// clang-format on

#endif  // WASM2MPY_RUNTIME_CONTRACT_CONSTANTS_H_
