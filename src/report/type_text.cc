#include "report/type_text.h"

#include <format>
#include <utility>

namespace wasm2mpy {
namespace {

// "2 to 16 pages", "2 or more pages", "2 pages".
std::string range(const wasm::Limits& limits, std::string_view noun) {
  if (!limits.has_max) return std::format("{} or more {}s", limits.min, noun);
  if (limits.max == limits.min) return counted(limits.min, noun);
  return std::format("{} to {} {}s", limits.min, limits.max, noun);
}

std::string address_type(const wasm::Limits& limits) {
  return limits.is_64 ? ", i64 addresses" : "";
}

std::string memory_text(const wasm::MemoryType& type) {
  std::string text = range(type.limits, "page");
  if (type.page_size() != 65536) {
    text += std::format(" of {}", byte_count(1, type.page_size()));
  }
  return text + address_type(type.limits) + (type.is_shared ? ", shared" : "");
}

}  // namespace

std::string counted(uint64_t count, std::string_view noun) {
  return std::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string byte_count(uint64_t pages, uint64_t page_size) {
  uint64_t bytes = 0;
  if (__builtin_mul_overflow(pages, page_size, &bytes)) return "2^64 bytes";
  return counted(bytes, "byte");
}

std::string table_text(const wasm::TableType& type) {
  return std::format("{}, {}{}", to_string(type.element),
                     range(type.limits, "element"), address_type(type.limits));
}

std::string global_text(const wasm::GlobalType& type) {
  return (type.is_mutable ? "mut " : "") + to_string(type.type);
}

std::string type_text(const wasm::Module& module, wasm::ExternalKind kind,
                      uint32_t index) {
  switch (kind) {
    case wasm::ExternalKind::kFunc:
      return to_signature(module.func_type(index));
    case wasm::ExternalKind::kTable:
      return table_text(module.tables[index].type);
    case wasm::ExternalKind::kMemory:
      return memory_text(module.memories[index].type);
    case wasm::ExternalKind::kGlobal:
      return global_text(module.globals[index].type);
    case wasm::ExternalKind::kTag:
      return to_signature(module.types[module.tags[index].type_index].func);
  }
  std::unreachable();
}

}  // namespace wasm2mpy
