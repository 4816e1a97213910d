// The text of `wasm2mpy inspect` for .mpy files.
#include <format>

#include "mpy/reader.h"

namespace wasm2mpy::mpy {
namespace {

void line(std::string& out, std::string_view label, std::string_view value) {
  out += std::format("{:<15} {}\n", label, value);
}

// "1 word", "2 words".
std::string plural(uint64_t count, std::string_view noun) {
  return std::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string arch_name(const MpyFile& file) {
  // The two numbers that have no row in the target table.
  if (file.arch == target::MpyArch::kNone) return "none (bytecode only)";
  unsigned number = unsigned(file.arch);
  if (file.arch == target::MpyArch::kArmv6) return "armv6 (3)";
  if (file.arch == target::MpyArch::kArmv7em) return "armv7em (6)";
  const Target* target = target::find_target(file.arch);
  std::string_view name = target != nullptr ? target->name : "unknown";
  return std::format("{} ({})", name, number);
}

std::string_view code_kind_name(CodeKind kind) {
  switch (kind) {
    case CodeKind::kBytecode:
      return "bytecode";
    case CodeKind::kNativePy:
      return "native (Python calling convention)";
    case CodeKind::kNativeViper:
      return "native (C calling convention)";
    case CodeKind::kNativeAsm:
      return "native (inline assembler)";
  }
  return "unknown";
}

std::string describe_object(const MpyObject& object) {
  switch (object.type) {
    case ObjectType::kFunTable:
      return "mp_fun_table";
    case ObjectType::kNone:
      return "None";
    case ObjectType::kFalse:
      return "False";
    case ObjectType::kTrue:
      return "True";
    case ObjectType::kEllipsis:
      return "Ellipsis";
    case ObjectType::kStr:
      return std::format("str of {}", plural(object.bytes.size(), "byte"));
    case ObjectType::kBytes:
      return std::format("bytes of {}", plural(object.bytes.size(), "byte"));
    case ObjectType::kInt:
    case ObjectType::kFloat:
    case ObjectType::kComplex:
      return quote({reinterpret_cast<const char*>(object.bytes.data()),
                    object.bytes.size()});
    case ObjectType::kTuple:
      return std::format("tuple of {}", plural(object.items.size(), "item"));
  }
  return "unknown";
}

std::string relocation_base(unsigned kind) {
  switch (kind) {
    case kRelocateText:
      return "text";
    case kRelocateRodata:
      return "rodata";
    case kRelocateBss:
      return "bss";
    case kRelocateQstrTable:
      return "qstr_table";
    case kRelocateObjTable:
      return "obj_table";
    case kRelocateFunTable:
      return "mp_fun_table";
    default:
      return std::format("mp_fun_table[{}]", kind - kRelocateFunTableEntry);
  }
}

uint64_t relocated_words(const RawCode& code) {
  uint64_t words = 0;
  for (const MpyRelocation& relocation : code.relocations) {
    words += relocation.count;
  }
  return words;
}

void describe_code(std::string& out, const MpyFile& file) {
  const RawCode& code = file.code;
  bool native = code.kind != CodeKind::kBytecode;
  line(out, "code", code_kind_name(code.kind));
  line(out, "text",
       std::format("{} at file offset {:#x}", plural(code.text.size(), "byte"),
                   code.text_offset));
  line(out, "rodata", plural(code.rodata.size(), "byte"));
  line(out, "bss", plural(code.bss_size, "byte"));
  line(out, "relocations",
       plural(relocated_words(code), "word") +
           (native && (code.scope_flags & kScopeReloc) == 0
                ? " (no relocation flag: code may be garbage collected)"
                : ""));
  if (native) line(out, "entry", "text+0x0");
  if (!code.children.empty()) {
    line(out, "children", plural(code.children.size(), "raw code"));
  }
}

}  // namespace

std::string describe(const MpyFile& file) {
  std::string out;
  line(out, "format",
       std::format(".mpy {}.{}", file.version, file.sub_version));
  line(out, "architecture", arch_name(file));
  if (file.arch_flags != 0) {
    line(out, "arch flags", std::format("{:#x}", file.arch_flags));
  }
  line(out, "small ints", std::format("{} bits", file.small_int_bits));
  line(out, "file size", plural(file.file_size, "byte"));
  if (file.trailing_size != 0) {
    line(out, "trailing", plural(file.trailing_size, "byte"));
  }
  describe_code(out, file);
  line(out, "qstrs", std::format("{}", file.qstrs.size()));
  for (size_t i = 0; i < file.qstrs.size(); ++i) {
    const Qstr& qstr = file.qstrs[i];
    out += std::format("  {:>4}  {}{}\n", i, quote(qstr.text),
                       qstr.is_static ? " (static)" : "");
  }
  line(out, "objects", std::format("{}", file.objects.size()));
  for (size_t i = 0; i < file.objects.size(); ++i) {
    out += std::format("  {:>4}  {}\n", i, describe_object(file.objects[i]));
  }
  if (!file.code.relocations.empty()) {
    out += "relocated\n";
    for (const MpyRelocation& relocation : file.code.relocations) {
      out += std::format("  {}+{:#x}: {}, {}\n",
                         relocation.in_rodata ? "rodata" : "text",
                         relocation.offset, plural(relocation.count, "word"),
                         relocation_base(relocation.kind));
    }
  }
  return out;
}

}  // namespace wasm2mpy::mpy
