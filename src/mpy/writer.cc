#include "mpy/writer.h"

#include <algorithm>
#include <cassert>
#include <format>

#include "support/bytes.h"

namespace wasm2mpy::mpy {
namespace {

using link::RuntimeRelocation;

class Writer {
 public:
  explicit Writer(const NativeModule& module) : module_(module) {}
  std::vector<uint8_t> write();

 private:
  void byte(uint8_t value) { out_.push_back(value); }
  // Zero digits that lead change nothing, and so can serve as padding.
  void vuint(uint64_t value, size_t zeros = 0);
  void bytes(std::span<const uint8_t> bytes) {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
  }

  void header();
  void qstr(std::string_view text);
  void object(const ConstantObject& object);
  void raw_code();
  void relocations();

  const NativeModule& module_;
  std::vector<uint8_t> out_;
};

void Writer::vuint(uint64_t value, size_t zeros) {
  out_.insert(out_.end(), zeros, 0x80);
  append_vuint(out_, value);
}

void Writer::header() {
  uint8_t arch = uint8_t(module_.target->mpy_arch);
  byte(kMagic);
  byte(kVersion);
  byte(uint8_t(arch << 2 | kSubVersion));
  byte(kSmallIntBits);
}

void Writer::qstr(std::string_view text) {
  if (std::optional<uint32_t> number = static_qstr_number(text)) {
    vuint(uint64_t{*number} << 1 | 1);
    return;
  }
  vuint(uint64_t{text.size()} << 1);
  out_.insert(out_.end(), text.begin(), text.end());
  byte(0);
}

void Writer::object(const ConstantObject& object) {
  assert(object.type == ObjectType::kStr || object.type == ObjectType::kBytes);
  byte(uint8_t(object.type));
  size_t start = out_.size();
  vuint(object.bytes.size());
  if (size_t rest = out_.size() % object.alignment; rest != 0) {
    out_.resize(start);
    vuint(object.bytes.size(), object.alignment - rest);
  }
  bytes(object.bytes);
  byte(0);
}

void Writer::raw_code() {
  const link::Image& image = module_.image;
  vuint(uint64_t{image.text.size()} << kCodeLengthShift |
        uint64_t(CodeKind::kNativeViper));
  bytes(image.text);
  uint32_t flags = kScopeReloc;
  if (!image.rodata.empty()) flags |= kScopeRodata;
  vuint(flags);
  if (!image.rodata.empty()) {
    vuint(image.rodata.size());
    bytes(image.rodata);
  }
  relocations();
}

uint8_t single_kind(RuntimeRelocation::Base base) {
  switch (base) {
    case RuntimeRelocation::Base::kText:
      return kRelocateText;
    case RuntimeRelocation::Base::kRodata:
      return kRelocateRodata;
  }
  return kRelocateText;
}

bool follows(const RuntimeRelocation& first, const RuntimeRelocation& second,
             uint64_t word_size) {
  return first.part == second.part && first.offset + word_size == second.offset;
}

// Relocations are sorted by place. One entry covers consecutive words with the
// same base, and an entry right behind another one needs no place.
void Writer::relocations() {
  const std::vector<RuntimeRelocation>& list = module_.image.relocations;
  uint64_t word_size = module_.target->word_size;
  for (size_t i = 0; i < list.size();) {
    size_t end = i + 1;
    while (end < list.size() && list[end].base == list[i].base &&
           follows(list[end - 1], list[end], word_size)) {
      ++end;
    }
    size_t count = end - i;
    bool has_place = i == 0 || !follows(list[i - 1], list[i], word_size);
    // The run kinds are the single kinds plus one.
    uint8_t kind = single_kind(list[i].base);
    if (count > 1) ++kind;
    byte(uint8_t(kind << 1 | (has_place ? 1 : 0)));
    if (has_place) {
      bool in_rodata = list[i].part == RuntimeRelocation::Part::kRodata;
      assert(list[i].offset % word_size == 0);
      vuint(list[i].offset / word_size << 1 | (in_rodata ? 1 : 0));
    }
    if (count > 1) vuint(count);
    i = end;
  }
  byte(kRelocationsEnd);
}

std::vector<uint8_t> Writer::write() {
  header();
  vuint(1 + module_.qstrs.size());
  vuint(1 + module_.objects.size());
  qstr(module_.source_name);
  for (const std::string& text : module_.qstrs) qstr(text);
  byte(uint8_t(ObjectType::kFunTable));
  for (const ConstantObject& constant : module_.objects) object(constant);
  raw_code();
  return std::move(out_);
}

}  // namespace

bool is_native(std::span<const uint8_t> file) {
  return file.size() >= 4 && file[0] == kMagic && file[1] == kVersion &&
         file[2] >> 2 != 0;
}

Result<std::vector<uint8_t>> write_mpy(const NativeModule& module,
                                       Diagnostics& diagnostics) {
  Result<void> status;
  for (const std::string& text : module.qstrs) {
    if (text.size() <= kMaxQstrLength) continue;
    status = diagnostics.fail(
        std::format("name {} is too long for MicroPython (got {} bytes, limit "
                    "{})",
                    quote(text), text.size(), kMaxQstrLength));
  }
  if (!status) return std::unexpected(status.error());
  // A long path is no reason to refuse a module: nothing depends on this name.
  NativeModule shortened;
  if (module.source_name.size() > kMaxQstrLength) {
    shortened = module;
    shortened.source_name.resize(kMaxQstrLength);
    return Writer(shortened).write();
  }
  return Writer(module).write();
}

}  // namespace wasm2mpy::mpy
