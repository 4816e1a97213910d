#include "codegen/output_bytes.h"

#include <cassert>
#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include "support/bytes.h"

namespace wasm2mpy::codegen {
namespace {

// Visits all members of a value, the same for a writer and a reader: with one
// that is not in the list it does not compile.
#define VISIT_ALL(value, visit, ...) \
  auto& [__VA_ARGS__] = value;       \
  [&](auto&... members) { (visit(members), ...); }(__VA_ARGS__)

void each_member_of_plan(auto& plan, auto& visit) {
  VISIT_ALL(plan, visit, mode, bytes, floor, start, end, stack_top, first_stack,
            is_chosen, is_whole, wants_reach, reach);
}

void each_member(auto& output, auto& visit) {
  VISIT_ALL(output, visit, bytes, qstrs, strings, data_object, data_size, traps,
            trap_codes, calls, fewer_passes, instance_size, memory,
            function_objects, global_objects);
}

void each_member_of_call(auto& call, auto& visit) {
  VISIT_ALL(call, visit, frame, is_inside, functions);
}

#undef VISIT_ALL

class Writer {
 public:
  template <class Number>
    requires std::integral<Number> || std::is_enum_v<Number>
  void operator()(const Number& number) {
    append_vuint(bytes, uint64_t(number));
  }
  template <class Item>
  void operator()(const std::vector<Item>& items) {
    (*this)(items.size());
    for (const Item& item : items) (*this)(item);
  }
  void operator()(const std::string& text) {
    (*this)(text.size());
    bytes.insert(bytes.end(), text.begin(), text.end());
  }
  void operator()(const std::vector<uint8_t>& other) {
    (*this)(other.size());
    bytes.insert(bytes.end(), other.begin(), other.end());
  }
  void operator()(const MemoryPlan& plan) { each_member_of_plan(plan, *this); }
  void operator()(const CallSite& call) { each_member_of_call(call, *this); }

  std::vector<uint8_t> bytes;
};

class Reader {
 public:
  explicit Reader(std::span<const uint8_t> bytes) : cursor_(bytes) {}

  template <class Number>
    requires std::integral<Number> || std::is_enum_v<Number>
  void operator()(Number& number) {
    number = Number(cursor_.read_vuint(64, "number"));
  }
  template <class Item>
  void operator()(std::vector<Item>& items) {
    items.resize(size());
    for (Item& item : items) (*this)(item);
  }
  void operator()(std::string& text) {
    std::span<const uint8_t> bytes = cursor_.read_bytes(size(), "text");
    text.assign(bytes.begin(), bytes.end());
  }
  void operator()(std::vector<uint8_t>& bytes) {
    std::span<const uint8_t> read = cursor_.read_bytes(size(), "bytes");
    bytes.assign(read.begin(), read.end());
  }
  void operator()(MemoryPlan& plan) { each_member_of_plan(plan, *this); }
  void operator()(CallSite& call) { each_member_of_call(call, *this); }

  bool is_done() const { return cursor_.ok() && cursor_.at_end(); }

 private:
  size_t size() { return size_t(cursor_.read_vuint(32, "size")); }

  ByteCursor cursor_;
};

}  // namespace

std::vector<uint8_t> to_bytes(const Output& output) {
  Writer writer;
  each_member(output, writer);
  return std::move(writer.bytes);
}

Output output_of_bytes(std::span<const uint8_t> bytes) {
  Output output;
  Reader reader(bytes);
  each_member(output, reader);
  assert(reader.is_done());
  return output;
}

}  // namespace wasm2mpy::codegen
