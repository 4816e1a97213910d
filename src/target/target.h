// The target table: one row per MicroPython native architecture. Everything
// that differs between them and is not machine code (which is in
// link/reloc_*.cc) is a column here, so that no other stage asks "is this
// ARM?". Adding an architecture is adding a row.
#ifndef WASM2MPY_TARGET_TARGET_H_
#define WASM2MPY_TARGET_TARGET_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wasm2mpy::target {

// The architecture number in a .mpy header (py/persistentcode.h,
// MP_NATIVE_ARCH_*). A file with one of these loads on hosts of the same
// number; Thumb firmware also takes every lower Thumb number.
enum class MpyArch : uint8_t {
  kNone = 0,  // bytecode only
  kX86 = 1,
  kX64 = 2,
  kArmv6 = 3,
  kArmv6m = 4,
  kArmv7m = 5,
  kArmv7em = 6,
  kArmv7emsp = 7,
  kArmv7emdp = 8,
  kXtensa = 9,
  kXtensawin = 10,
  kRv32imc = 11,
  kRv64imc = 12,
};

// e_machine of the ELF objects.
enum class ElfMachine : uint16_t {
#define ELF_MACHINE(name, number, function) name = number,
#include "target/elf_machines.def"
};

// How LLVM shall address symbols. Xtensa's back end knows static only: its
// literals are absolute and the linker deals with them.
enum class RelocationModel : uint8_t { kPic, kStatic };

enum class FloatAbi : uint8_t { kSoft, kHard };

// What the core does in hardware, hence without library calls.
enum class FloatUnit : uint8_t { kNone, kSingle, kDouble };

// What happens on a data access that is not aligned to its size. `kFaults`
// also covers cores of which only some models fault: a module must run on all
// that load its architecture.
enum class Misaligned : uint8_t {
  kWorks,
  // Thumb-2: LDR/STR (byte, halfword, word) work; LDRD, LDM, VLDR fault.
  kWorksForSingleInteger,
  kFaults,
};

// How `return_call` gives its frame up.
enum class TailCalls : uint8_t {
  kConvention,  // LLVM's tailcc works
  // The code generator cannot (Thumb-1, RISC-V, Xtensa), or loses arguments
  // that are on the stack (x86, where they are 64 bits wide), or a callee that
  // takes some there returns to nowhere (Thumb-2): tail_call.cc.
  kTrampoline,
};

// How machine code is made of what LLVM generates.
enum class Emission : uint8_t {
  kDirect,
  // LLVM prints assembly, which is rewritten, because it is large and its own
  // objects are wrong: codegen/xtensa/emit.h.
  kXtensaAssembly,
};

// Which loops of a module keep addresses that step, so that loads and stores
// need not add an index to the base of the memory. Where the index is still
// wanted, as in loops with bounds checks, which have several blocks, that is
// one more register and one more addition.
enum class SteppingLoops : uint8_t {
  kAll,
  kOfOneBlock,
  kNone,  // adding is part of loads and stores, or costs no more than stepping
};

// What the function table has under the name of nlr_push (py/nativeglue.c).
enum class NlrPush : uint8_t {
  kFunction,
  // Firmware with MICROPY_NLR_SETJMP: only what links the buffer; setjmp, an
  // entry of its own, must then be called in the frame that stays.
  kTailThenSetjmp,
};

// What a walk of the stack finds the frame of a caller by (codegen/callers.h).
enum class CallFrames : uint8_t {
  kDescribed,  // by what LLVM says of frames; the return address ends them
  // Likewise, but the return address is where the prologue stores it: what is
  // said of that does not count that frames are rounded up.
  kStored,
  kWindows,  // of registers: what it has called keeps where its frame is
};

// Whether machine code can run where its file is mapped (--xip).
enum class CodeInPlace : uint8_t {
  kRuns,
  // Data is never code: on computers, and where flash is mapped for data.
  kNeverRuns,
  kRelocated,  // by MicroPython's loader, in RAM
};

// The code of loads and stores whose addresses are tested, where misaligned
// ones fault: codegen/passes/tested_access.cc.
struct AccessCode {
  std::string_view registers;  // the constraint of inline assembly
  // Of the call of __rt_misaligned, which is part of the tests.
  std::string_view clobbers;
  // The call, and one that functions without a frame make, which leaves the
  // link as it is. Empty: there is none.
  std::string_view call;
  std::string_view call_of_leaf;
  std::string_view clobbers_of_leaf;
  // A register that the tests may use; empty: it has to be allocated.
  std::string_view scratch;
  // @a is what is tested, @t a register for what comes out, @l the label of
  // the access, @c the call.
  std::string_view test_word;
  std::string_view test_half;
  std::string_view load_word;
  std::string_view load_half;
  std::string_view load_signed_half;
  std::string_view store_word;
  std::string_view store_half;
  // Behind these names: @v is the value, @b the base, @o the offset, @i the
  // index. Not all have forms with an index.
  std::string_view with_offset;
  std::string_view indexed;
  bool has_index;
  bool has_signed_half_with_offset;
  bool has_signed_half_with_index;
  int16_t least_offset;
  int16_t most_word_offset;
  int16_t most_half_offset;
};

// How generated code calls rt_lean_load_here and rt_lean_store_here
// (runtime/rt_lean_far.c, which reads what is written here behind the call).
// @i is the register of the index, @c that of the instance, @v that of the
// value, @n the access as a number, @l and @h its halves.
struct FarCode {
  std::string_view registers;  // the constraint of inline assembly
  std::string_view clobbers;
  // Around the call, in functions that have no frame.
  std::string_view keep_link;
  std::string_view put_link;
  std::string_view clobbers_but_link;
  std::string_view call;  // of @f
  // By the log2 of the size: with an offset of 0 to `most_units` times that,
  // @u.
  std::string_view load[4];
  std::string_view any_load;
  std::string_view store;        // of any size, with an access of 16 bits
  std::string_view units_store;  // with an offset in units, @s is the log2
  std::string_view any_store;
  uint8_t most_units;
};

// How an access of a lean memory looks for itself, in inline assembly
// (passes/inline_access.h).
struct LookCode {
  std::string_view registers;  // the constraint of inline assembly
  std::string_view clobbers;
  // Go to @m if address @a is misaligned; @t is changed. Empty: that is right.
  std::string_view test_word;
  std::string_view test_half;
  std::string_view look;  // go to @n if @d is less than @l
  std::string_view call;  // of what looks further, from register @c
  // By the log2 of the size, of @v at @a + @o.
  std::string_view load[3];
  std::string_view store[3];
  uint8_t most_units;  // the largest offset, in sizes
};

struct Target {
  std::string_view name;  // as MicroPython's ARCH= and our --arch
  MpyArch mpy_arch;

  // Of the tool as WebAssembly the part that has the code generator: the name
  // of LLVM's target in lower case. A literal: it ends in a zero byte.
  std::string_view core;

  // What LLVM is told.
  std::string_view triple;
  std::string_view cpu;
  // With -Os and -Oz, if not empty. The order of instructions that keeps both
  // pipelines of a Cortex-M7 busy takes more registers than there are: 3% more
  // text, and 0.5% more instructions.
  std::string_view cpu_for_size = "";
  std::string_view features;  // "+a,-b"; may be empty
  std::string_view abi;       // MCTargetOptions::ABIName; may be empty
  FloatAbi float_abi;
  RelocationModel relocation_model;

  uint8_t word_size;  // bytes in a pointer, mp_int_t and mp_obj_t: 4 or 8
  ElfMachine elf_machine;
  FloatUnit float_unit;
  bool has_square_root;  // an instruction, in the precisions of float_unit
  // LLVM's minimum and maximum of doubles order zeros, too. It does that by
  // their bits, and cannot compare these in registers of 32.
  bool orders_double_zeros = false;
  // LLVM cannot fence a float that is in an integer register: it makes an
  // integer of 32 bits of it and has only registers of 64.
  bool fences_floats_as_doubles = false;
  // LLVM has instructions for vectors of 128 bits: those of SSE2.
  bool has_vectors = false;
  // Callers keep the stack pointer a multiple of less than LLVM takes for
  // granted. It matters for vectors only, on the stack: frames align
  // themselves.
  bool aligns_frames = false;
  Misaligned misaligned;
  // What has to be told to LLVM where it works; empty: nothing.
  std::string_view works_misaligned_feature = "";
  const AccessCode* access_code = nullptr;  // where it faults
  const FarCode* far_code = nullptr;        // null: calls as of any function
  const LookCode* look_code = nullptr;      // null: none looks for itself
  TailCalls tail_calls;
  CallFrames call_frames = CallFrames::kDescribed;
  NlrPush nlr_push = NlrPush::kFunction;
  Emission emission = Emission::kDirect;
  // LLVM's code generator works at its own -O0. Xtensa's does not ("Cannot
  // scavenge register").
  bool can_be_unoptimised = true;
  // Constants that are near each other are made by adding to one of them.
  // Where most constants come from a pool of literals or from two short
  // instructions anyway, that costs more than it gains.
  bool derives_constants = true;
  // What has to be told to LLVM for a function whose constants are to be made
  // by instructions, where literals have to be near; empty: there is no such
  // need.
  std::string_view no_literals_feature = "";
  // LLVM takes constants of more than 12 bits out of loops, though many more
  // than there are registers: each is stored on the stack and loaded again, in
  // place of two instructions that make it. With more of them in one loop it
  // leaves them there. 0: no bound.
  uint8_t most_constants_of_loop = 0;
  // With -Os a switch in a loop jumps straight to the next state, too: for
  // bench/programs/mix.c 6 to 12% fewer instructions and 5 to 8% more text.
  // Where code is fast enough without, it stays small.
  bool threads_switches = true;
  SteppingLoops stepping_loops = SteppingLoops::kOfOneBlock;
  // A loop that steps an address ends by comparing it, and counts no more. On
  // RISC-V, which compares and branches at once, 1% fewer instructions.
  bool compares_addresses = false;

  // How many bytes from the stack pointer a load or store reaches; 0: as far
  // as frames are large, or LLVM needs no slot that is near (FarSlots).
  uint16_t stack_offset_reach = 0;

  // Parameters of more bytes than this are passed in memory, one pointer to all
  // of them (Context::passes_slots); 0: never. Where stores do not reach
  // beyond what a call passes on the stack, LLVM fails if the frame has a slot
  // above that which it needs for everything else. Only with
  // TailCalls::kTrampoline: the memory is in the frame of the caller.
  uint16_t most_parameter_bytes = 0;

  // Memory of code is readable by every load. False on ESP8266 and ESP32,
  // whose instruction memory allows aligned 32-bit reads only: there read-only
  // data is kept apart from text.
  bool data_in_text;

  CodeInPlace code_in_place = CodeInPlace::kRuns;

  // What every loader guarantees about the address of text, in bytes. Ports
  // that copy code to executable memory (ESP32, ESP8266) give only 4.
  uint8_t text_alignment;
  // No instruction of this target needs more than this, so that a larger
  // request of a section is a hint that costs padding; the linker lowers it.
  uint8_t needed_alignment;

  // Default of --stack-size: the C stack in bytes of the task that runs
  // Python, as the smaller boards have it. Counted from its top, so what
  // Python itself uses is part of it.
  uint32_t default_stack_size;
  // KiB in the chip of a usual board, for modules that are for no known one;
  // 0: as much as one likes.
  uint32_t usual_ram;

  // The name of the stack pointer, for llvm.read_register: it can then be an
  // operand of the comparison itself. Or, with "$0" in it, inline assembly that
  // copies it to its only operand, an output of constraint "=r": on Xtensa,
  // where llvm.read_register is fatal, and where the comparison takes a copy
  // anyway (armv6m) or the code gets larger (x86).
  std::string_view read_stack_pointer;
};

// All rows, in the order in which they are listed to users.
std::span<const Target> all_targets();

// The row with that name; null if there is none.
const Target* find_target(std::string_view name);

// The row for the number in a .mpy header; null if there is none.
const Target* find_target(MpyArch arch);

// "x86, x64, ..." for messages: the names of all rows.
std::string target_names();

}  // namespace wasm2mpy::target

namespace wasm2mpy {
using target::Target;
}  // namespace wasm2mpy

#endif  // WASM2MPY_TARGET_TARGET_H_
