// The rows of the target table.
//
// CPU, features and ABI follow what MicroPython's own native modules are built
// with (py/dynruntime.mk), so that a module runs wherever such a module runs.
#include "target/target.h"

#include <array>
#include <ranges>

#include "support/text.h"

namespace wasm2mpy::target {
namespace {

// The triples name no bare-metal environment on x86: "linux" is what tells
// LLVM that the stack is 16-aligned on i386, as MicroPython's C code assumes.
// Xtensa's and RISC-V's tests have no register of their own, but the one of the
// return address.
constexpr AccessCode kThumb1Access = {
    .registers = "l",
    .clobbers = "~{lr},~{cc}",
    .scratch = "",
    .test_word = "lsls @t, @a, #30\nbeq @l\nbl __rt_misaligned",
    .test_half = "lsls @t, @a, #31\nbeq @l\nbl __rt_misaligned",
    .load_word = "ldr",
    .load_half = "ldrh",
    .load_signed_half = "ldrsh",
    .store_word = "str",
    .store_half = "strh",
    .with_offset = "@v, [@b, #@o]",
    .indexed = "@v, [@b, @i]",
    .has_index = true,
    .has_signed_half_with_offset = false,
    .has_signed_half_with_index = true,
    .least_offset = 0,
    .most_word_offset = 124,
    .most_half_offset = 62,
};

constexpr AccessCode kRiscvAccess = {
    .registers = "r",
    .clobbers = "~{x5}",
    .scratch = "t0",
    .test_word = "andi @t, @a, 3\nbeqz @t, @l\ncall t0, __rt_misaligned",
    .test_half = "andi @t, @a, 1\nbeqz @t, @l\ncall t0, __rt_misaligned",
    .load_word = "lw",
    .load_half = "lhu",
    .load_signed_half = "lh",
    .store_word = "sw",
    .store_half = "sh",
    .with_offset = "@v, @o(@b)",
    .indexed = "",
    .has_index = false,
    .has_signed_half_with_offset = true,
    .has_signed_half_with_index = false,
    .least_offset = -2048,
    .most_word_offset = 2047,
    .most_half_offset = 2047,
};

constexpr AccessCode kXtensaAccess = {
    .registers = "r",
    .clobbers = "~{a0}",
    .scratch = "a0",
    .test_word = "extui @t, @a, 0, 2\nbeqz @t, @l\ncall0 __rt_misaligned",
    .test_half = "bbci @a, 0, @l\ncall0 __rt_misaligned",
    .load_word = "l32i",
    .load_half = "l16ui",
    .load_signed_half = "l16si",
    .store_word = "s32i",
    .store_half = "s16i",
    .with_offset = "@v, @b, @o",
    .indexed = "",
    .has_index = false,
    .has_signed_half_with_offset = true,
    .has_signed_half_with_index = false,
    .least_offset = 0,
    .most_word_offset = 1020,
    .most_half_offset = 510,
};

constexpr std::array<Target, 10> kTargets = {{
    {
        .name = "x86",
        .mpy_arch = MpyArch::kX86,
        .triple = "i686-unknown-linux",
        .cpu = "i686",
        // x87 arithmetic is not IEEE exact; every x86 that runs MicroPython
        // today has SSE2.
        .features = "+sse,+sse2",
        .abi = "",
        .float_abi = FloatAbi::kHard,
        .relocation_model = RelocationModel::kPic,
        .word_size = 4,
        .elf_machine = ElfMachine::k386,
        .float_unit = FloatUnit::kDouble,
        .has_square_root = true,
        .has_vectors = true,
        // MicroPython's native code for x86 pushes arguments as they come.
        .aligns_frames = true,
        .misaligned = Misaligned::kWorks,
        .tail_calls = TailCalls::kTrampoline,
        .stepping_loops = SteppingLoops::kAll,
        .data_in_text = true,
        .code_in_place = CodeInPlace::kNeverRuns,
        .text_alignment = 16,
        .needed_alignment = 64,
        .default_stack_size = 256 * 1024,
        .read_stack_pointer = "movl %esp, $0",
    },
    {
        .name = "x64",
        .mpy_arch = MpyArch::kX64,
        .triple = "x86_64-unknown-linux",
        .cpu = "x86-64",
        .features = "",
        .abi = "",
        .float_abi = FloatAbi::kHard,
        .relocation_model = RelocationModel::kPic,
        .word_size = 8,
        .elf_machine = ElfMachine::kX86_64,
        .float_unit = FloatUnit::kDouble,
        .has_square_root = true,
        .orders_double_zeros = true,
        .has_vectors = true,
        .misaligned = Misaligned::kWorks,
        .tail_calls = TailCalls::kConvention,
        .stepping_loops = SteppingLoops::kNone,
        .data_in_text = true,
        .code_in_place = CodeInPlace::kNeverRuns,
        .text_alignment = 16,
        .needed_alignment = 64,
        .default_stack_size = 256 * 1024,
        .read_stack_pointer = "rsp",
    },
    {
        .name = "armv6m",
        .mpy_arch = MpyArch::kArmv6m,
        .triple = "thumbv6m-none-eabi",
        .cpu = "cortex-m0plus",
        .features = "",
        .abi = "aapcs",
        .float_abi = FloatAbi::kSoft,
        .relocation_model = RelocationModel::kPic,
        .word_size = 4,
        .elf_machine = ElfMachine::kArm,
        .float_unit = FloatUnit::kNone,
        .has_square_root = false,
        .misaligned = Misaligned::kFaults,
        .access_code = &kThumb1Access,
        .tail_calls = TailCalls::kTrampoline,
        .derives_constants = false,
        .no_literals_feature = "+execute-only",
        .data_in_text = true,
        .text_alignment = 16,
        .needed_alignment = 4,
        .default_stack_size = 8 * 1024,
        .read_stack_pointer = "mov $0, sp",
    },
    {
        .name = "armv7m",
        .mpy_arch = MpyArch::kArmv7m,
        .triple = "thumbv7m-none-eabi",
        .cpu = "cortex-m3",
        .features = "",
        .abi = "aapcs",
        .float_abi = FloatAbi::kSoft,
        .relocation_model = RelocationModel::kPic,
        .word_size = 4,
        .elf_machine = ElfMachine::kArm,
        .float_unit = FloatUnit::kNone,
        .has_square_root = false,
        .misaligned = Misaligned::kWorksForSingleInteger,
        .tail_calls = TailCalls::kTrampoline,
        .derives_constants = false,
        .threads_switches = false,
        .data_in_text = true,
        .text_alignment = 16,
        .needed_alignment = 4,
        .default_stack_size = 8 * 1024,
        .read_stack_pointer = "sp",
    },
    {
        .name = "armv7emsp",
        .mpy_arch = MpyArch::kArmv7emsp,
        .triple = "thumbv7em-none-eabihf",
        .cpu = "cortex-m4",
        .features = "",
        .abi = "aapcs",
        .float_abi = FloatAbi::kHard,
        .relocation_model = RelocationModel::kPic,
        .word_size = 4,
        .elf_machine = ElfMachine::kArm,
        .float_unit = FloatUnit::kSingle,
        .has_square_root = true,
        .misaligned = Misaligned::kWorksForSingleInteger,
        .tail_calls = TailCalls::kTrampoline,
        .derives_constants = false,
        .threads_switches = false,
        .data_in_text = true,
        .text_alignment = 16,
        .needed_alignment = 4,
        .default_stack_size = 8 * 1024,
        .read_stack_pointer = "sp",
    },
    {
        .name = "armv7emdp",
        .mpy_arch = MpyArch::kArmv7emdp,
        .triple = "thumbv7em-none-eabihf",
        .cpu = "cortex-m7",
        .cpu_for_size = "cortex-m4",
        // Cortex-M4 has no doubles.
        .features = "+fp-armv8d16",
        .abi = "aapcs",
        .float_abi = FloatAbi::kHard,
        .relocation_model = RelocationModel::kPic,
        .word_size = 4,
        .elf_machine = ElfMachine::kArm,
        .float_unit = FloatUnit::kDouble,
        .has_square_root = true,
        .misaligned = Misaligned::kWorksForSingleInteger,
        .tail_calls = TailCalls::kTrampoline,
        .threads_switches = false,
        .data_in_text = true,
        .text_alignment = 16,
        .needed_alignment = 4,
        .default_stack_size = 8 * 1024,
        .read_stack_pointer = "sp",
    },
    {
        .name = "xtensa",
        .mpy_arch = MpyArch::kXtensa,
        .triple = "xtensa-none-elf",
        .cpu = "esp8266",
        .features = "",
        .abi = "",
        .float_abi = FloatAbi::kSoft,
        .relocation_model = RelocationModel::kStatic,
        .word_size = 4,
        .elf_machine = ElfMachine::kXtensa,
        .float_unit = FloatUnit::kNone,
        .has_square_root = false,
        .misaligned = Misaligned::kFaults,
        .access_code = &kXtensaAccess,
        .tail_calls = TailCalls::kTrampoline,
        .emission = Emission::kXtensaAssembly,
        .can_be_unoptimised = false,
        .stepping_loops = SteppingLoops::kNone,
        .most_parameter_bytes = 960,
        .data_in_text = false,
        .code_in_place = CodeInPlace::kRelocated,
        .text_alignment = 4,
        .needed_alignment = 4,
        .default_stack_size = 8 * 1024,
        .read_stack_pointer = "mov $0, a1",
    },
    {
        .name = "xtensawin",
        .mpy_arch = MpyArch::kXtensawin,
        .triple = "xtensa-none-elf",
        .cpu = "esp32",
        .features = "",
        .abi = "",
        .float_abi = FloatAbi::kSoft,  // floats travel in integer registers
        .relocation_model = RelocationModel::kStatic,
        .word_size = 4,
        .elf_machine = ElfMachine::kXtensa,
        .float_unit = FloatUnit::kSingle,
        .has_square_root = false,
        // XCHAL_UNALIGNED_LOAD_HW and _STORE_HW are 1 on ESP32, S2 and S3
        // (ESP-IDF, components/xtensa/*/include/xtensa/config/core-isa.h).
        .misaligned = Misaligned::kWorks,
        .tail_calls = TailCalls::kTrampoline,
        .nlr_push = NlrPush::kTailThenSetjmp,
        .emission = Emission::kXtensaAssembly,
        .can_be_unoptimised = false,
        .stepping_loops = SteppingLoops::kNone,
        .most_parameter_bytes = 960,
        .data_in_text = false,
        .code_in_place = CodeInPlace::kRelocated,
        .text_alignment = 4,
        .needed_alignment = 4,
        // The ESP32 family has this architecture for itself.
        .default_stack_size = 16 * 1024,
        .read_stack_pointer = "mov $0, a1",
    },
    {
        .name = "rv32imc",
        .mpy_arch = MpyArch::kRv32imc,
        .triple = "riscv32-unknown-elf",
        .cpu = "generic-rv32",
        // "relax": the linker makes calls shorter; link/relax.cc.
        .features = "+m,+c,+relax",
        .abi = "ilp32",
        .float_abi = FloatAbi::kSoft,
        .relocation_model = RelocationModel::kPic,
        .word_size = 4,
        .elf_machine = ElfMachine::kRiscv,
        .float_unit = FloatUnit::kNone,
        .has_square_root = false,
        .misaligned = Misaligned::kFaults,
        .works_misaligned_feature = "+unaligned-scalar-mem",
        .access_code = &kRiscvAccess,
        .tail_calls = TailCalls::kTrampoline,
        .derives_constants = false,
        .most_constants_of_loop = 40,
        .compares_addresses = true,
        .stack_offset_reach = 2047,
        .data_in_text = true,
        .text_alignment = 4,
        .needed_alignment = 4,
        .default_stack_size = 8 * 1024,
        .read_stack_pointer = "sp",
    },
    {
        .name = "rv64imc",
        .mpy_arch = MpyArch::kRv64imc,
        .triple = "riscv64-unknown-elf",
        .cpu = "generic-rv64",
        // "relax": the linker makes calls shorter; link/relax.cc.
        .features = "+m,+c,+relax",
        .abi = "lp64",
        .float_abi = FloatAbi::kSoft,
        .relocation_model = RelocationModel::kPic,
        .word_size = 8,
        .elf_machine = ElfMachine::kRiscv,
        .float_unit = FloatUnit::kNone,
        .has_square_root = false,
        .fences_floats_as_doubles = true,
        // MicroPython runs there on Linux and on QEMU's machines.
        .misaligned = Misaligned::kWorks,
        .works_misaligned_feature = "+unaligned-scalar-mem",
        .tail_calls = TailCalls::kTrampoline,
        .most_constants_of_loop = 40,
        .compares_addresses = true,
        .stack_offset_reach = 2047,
        .data_in_text = true,
        .code_in_place = CodeInPlace::kNeverRuns,
        .text_alignment = 16,
        .needed_alignment = 8,
        .default_stack_size = 256 * 1024,
        .read_stack_pointer = "sp",
    },
}};

}  // namespace

std::span<const Target> all_targets() { return kTargets; }

const Target* find_target(std::string_view name) {
  for (const Target& target : kTargets) {
    if (target.name == name) return &target;
  }
  return nullptr;
}

const Target* find_target(MpyArch arch) {
  for (const Target& target : kTargets) {
    if (target.mpy_arch == arch) return &target;
  }
  return nullptr;
}

std::string target_names() {
  return join(kTargets | std::views::transform(&Target::name), ", ");
}

}  // namespace wasm2mpy::target
