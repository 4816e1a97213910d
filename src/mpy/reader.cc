#include "mpy/reader.h"

#include <format>

#include "support/bytes.h"

namespace wasm2mpy::mpy {
namespace {

// Tuples and raw codes nest. Real files do by a handful of levels; a hostile
// one must not exhaust the stack.
constexpr unsigned kMaxDepth = 64;
constexpr unsigned kMaxArch = 15;

class Reader {
 public:
  explicit Reader(std::span<const uint8_t> bytes)
      : cursor_(bytes), file_size_(bytes.size()) {}

  MpyFile read();
  const ByteCursor& cursor() const { return cursor_; }

 private:
  uint64_t vuint(std::string_view what);
  // A number of things that take at least one byte each.
  uint64_t count(std::string_view what);
  std::span<const uint8_t> sized_bytes(uint64_t size, std::string_view what);

  void header();
  Qstr qstr();
  MpyObject object(unsigned depth);
  RawCode raw_code(unsigned depth);
  void native_part(RawCode& code);
  void relocations(RawCode& code);
  void relocation(RawCode& code, uint8_t op, uint64_t& next_place);

  ByteCursor cursor_;
  uint64_t file_size_;
  MpyFile file_;
};

uint64_t Reader::vuint(std::string_view what) {
  return cursor_.read_vuint(64, what);
}

uint64_t Reader::count(std::string_view what) {
  uint64_t start = cursor_.offset();
  uint64_t value = vuint(what);
  if (value > cursor_.remaining()) {
    cursor_.fail_at(start, std::format("{} is more than the file can have (got "
                                       "{}, {} bytes are left)",
                                       what, value, cursor_.remaining()));
    return 0;
  }
  return value;
}

std::span<const uint8_t> Reader::sized_bytes(uint64_t size,
                                             std::string_view what) {
  if (size > cursor_.remaining()) {
    cursor_.fail(std::format("{} of {} bytes ends after the end of the file "
                             "({} bytes are left)",
                             what, size, cursor_.remaining()));
    return {};
  }
  return cursor_.read_bytes(size, what);
}

void Reader::header() {
  uint8_t magic = cursor_.read_u8("magic byte");
  if (cursor_.ok() && magic != kMagic) {
    cursor_.fail_at(0, std::format("not a .mpy file (got first byte {:#04x}, "
                                   "expected 'M')",
                                   magic));
    return;
  }
  file_.version = cursor_.read_u8("version");
  if (cursor_.ok() && file_.version != kVersion) {
    cursor_.fail_at(1, std::format("unsupported .mpy version (got {}, expected "
                                   "{})",
                                   file_.version, kVersion));
    return;
  }
  uint8_t features = cursor_.read_u8("feature byte");
  file_.sub_version = features & 3;
  unsigned arch = features >> 2 & kMaxArch;
  file_.arch = target::MpyArch(arch);
  file_.small_int_bits = cursor_.read_u8("small-int bits");
  if ((features & kHasArchFlags) != 0) {
    file_.arch_flags = vuint("architecture flags");
  }
}

Qstr Reader::qstr() {
  uint64_t start = cursor_.offset();
  uint64_t value = vuint("qstr length");
  if ((value & 1) != 0) {
    uint64_t number = value >> 1;
    std::optional<std::string_view> text;
    if (number <= UINT32_MAX) text = static_qstr(uint32_t(number));
    if (!text) {
      cursor_.fail_at(start,
                      std::format("unknown static qstr number {}", number));
      return {};
    }
    return {.text = std::string(*text), .is_static = true};
  }
  std::span<const uint8_t> bytes = sized_bytes(value >> 1, "qstr");
  Qstr qstr;
  qstr.text.assign(bytes.begin(), bytes.end());
  cursor_.read_u8("end of a qstr");
  return qstr;
}

MpyObject Reader::object(unsigned depth) {
  uint64_t start = cursor_.offset();
  MpyObject object;
  if (depth > kMaxDepth) {
    cursor_.fail(std::format("tuples nest deeper than {} levels", kMaxDepth));
    return object;
  }
  uint8_t type = cursor_.read_u8("type of a constant object");
  if (type > uint8_t(ObjectType::kTuple)) {
    cursor_.fail_at(start,
                    std::format("unknown type {} of a constant object", type));
    return object;
  }
  object.type = ObjectType(type);
  switch (object.type) {
    case ObjectType::kFunTable:
    case ObjectType::kNone:
    case ObjectType::kFalse:
    case ObjectType::kTrue:
    case ObjectType::kEllipsis:
      break;
    case ObjectType::kStr:
    case ObjectType::kBytes:
      object.bytes =
          sized_bytes(vuint("length of a constant object"), "constant object");
      cursor_.read_u8("end of a constant object");
      break;
    case ObjectType::kInt:
    case ObjectType::kFloat:
    case ObjectType::kComplex:
      object.bytes = sized_bytes(vuint("length of a number"), "number");
      break;
    case ObjectType::kTuple: {
      uint64_t items = count("number of tuple items");
      for (uint64_t i = 0; i < items && cursor_.ok(); ++i) {
        object.items.push_back(this->object(depth + 1));
      }
      break;
    }
  }
  return object;
}

RawCode Reader::raw_code(unsigned depth) {
  RawCode code;
  if (depth > kMaxDepth) {
    cursor_.fail(
        std::format("raw codes nest deeper than {} levels", kMaxDepth));
    return code;
  }
  uint64_t kind_and_length = vuint("kind and length of code");
  code.kind = CodeKind(kind_and_length & kCodeKindMask);
  code.text_offset = cursor_.offset();
  code.text = sized_bytes(kind_and_length >> kCodeLengthShift, "code");
  if (code.kind == CodeKind::kNativePy) {
    code.prelude_offset = vuint("prelude offset");
  } else if (code.kind != CodeKind::kBytecode) {
    code.scope_flags = uint32_t(vuint("scope flags"));
  }
  if (code.kind == CodeKind::kNativeAsm) {
    vuint("number of arguments");
    vuint("type signature");
  }
  if (code.kind == CodeKind::kNativeViper) native_part(code);
  if ((kind_and_length & kHasChildren) != 0) {
    uint64_t children = count("number of children");
    for (uint64_t i = 0; i < children && cursor_.ok(); ++i) {
      code.children.push_back(raw_code(depth + 1));
    }
  }
  // The loader looks at this flag whatever the kind of native code is.
  bool relocated =
      code.kind != CodeKind::kBytecode && (code.scope_flags & kScopeReloc) != 0;
  if (relocated) relocations(code);
  return code;
}

void Reader::native_part(RawCode& code) {
  uint64_t rodata_size = 0;
  bool has_rodata = (code.scope_flags & kScopeRodata) != 0;
  if (has_rodata) rodata_size = vuint("size of read-only data");
  if ((code.scope_flags & kScopeBss) != 0) {
    code.bss_size = vuint("size of zeroed data");
  }
  if (has_rodata) code.rodata = sized_bytes(rodata_size, "read-only data");
}

void Reader::relocations(RawCode& code) {
  uint64_t next_place = 0;  // as in the file: word index << 1 | in rodata
  while (cursor_.ok()) {
    uint8_t op = cursor_.read_u8("relocation");
    if (!cursor_.ok() || op == kRelocationsEnd) return;
    relocation(code, op, next_place);
  }
}

void Reader::relocation(RawCode& code, uint8_t op, uint64_t& next_place) {
  uint64_t start = cursor_.offset() - 1;
  const Target* target = target::find_target(file_.arch);
  // An architecture that this program does not know: any word size will do.
  uint64_t word_size = target != nullptr ? target->word_size : 4;

  uint64_t place = next_place;
  if ((op & 1) != 0) place = vuint("place of a relocation");
  MpyRelocation relocation;
  relocation.kind = op >> 1;
  if (relocation.kind <= kRelocateBssRun) {
    if ((relocation.kind & 1) != 0) {
      relocation.count = vuint("number of words of a relocation");
    }
    relocation.kind &= ~1u;
  }
  if (!cursor_.ok()) return;

  relocation.in_rodata = (place & 1) != 0;
  uint64_t index = place >> 1;
  uint64_t part_size =
      relocation.in_rodata ? code.rodata.size() : code.text.size();
  uint64_t words = part_size / word_size;
  if (index > words || relocation.count > words - index) {
    cursor_.fail_at(
        start,
        std::format("relocation of {} words at word {} is outside the {} of "
                    "{} bytes",
                    relocation.count, index,
                    relocation.in_rodata ? "read-only data" : "code",
                    part_size));
    return;
  }
  relocation.offset = index * word_size;
  code.relocations.push_back(relocation);
  next_place = place + (relocation.count << 1);
}

MpyFile Reader::read() {
  file_.file_size = file_size_;
  header();
  uint64_t qstrs = count("number of qstrs");
  uint64_t objects = count("number of constant objects");
  for (uint64_t i = 0; i < qstrs && cursor_.ok(); ++i) {
    file_.qstrs.push_back(qstr());
  }
  for (uint64_t i = 0; i < objects && cursor_.ok(); ++i) {
    file_.objects.push_back(object(0));
  }
  if (cursor_.ok()) file_.code = raw_code(0);
  file_.trailing_size = cursor_.remaining();
  return std::move(file_);
}

}  // namespace

Result<MpyFile> read_mpy(std::span<const uint8_t> bytes, std::string file,
                         Diagnostics& diagnostics) {
  Reader reader(bytes);
  MpyFile result = reader.read();
  const ByteError& error = reader.cursor().error();
  if (!reader.cursor().ok()) {
    return diagnostics.fail(Diagnostic{.file = std::move(file),
                                       .offset = error.offset,
                                       .context = "",
                                       .message = error.message});
  }
  return result;
}

}  // namespace wasm2mpy::mpy
