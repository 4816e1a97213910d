#include "compile/call_table.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "link/machine.h"
#include "support/text.h"

namespace wasm2mpy {
namespace {

// From which return address on; null: what comes there is not known.
using Calls = std::map<uint64_t, const codegen::CallSite*>;

Calls find_calls(const link::Image& image, const codegen::Output& object) {
  Calls calls;
  for (const link::SymbolInfo& label : image.labels) {
    std::string_view name = label.name;
    if (!name.starts_with(codegen::kCallLabel)) continue;
    name.remove_prefix(codegen::kCallLabel.size());
    std::optional<uint32_t> number = parse_number<uint32_t>(name, 10);
    if (!number) continue;
    const codegen::CallSite& call = object.calls.at(*number);
    calls[label.offset + call.is_inside] = &call;
  }
  if (calls.empty()) return calls;
  // Where a function begins whose calls were not noted. One that never returns
  // may end with a call, and the next one begin there. What has no size is a
  // place in a function.
  for (const link::SymbolInfo& symbol : image.symbols) {
    if (!symbol.in_text || symbol.offset >= image.code_size || symbol.size == 0)
      continue;
    auto first = calls.upper_bound(symbol.offset);
    if (first == calls.end() || first->first > symbol.offset + symbol.size)
      calls.try_emplace(symbol.offset + 1, nullptr);
  }
  calls[image.code_size + 1] = nullptr;
  return calls;
}

const link::SymbolInfo* find_symbol(const link::Image& image,
                                    std::string_view name) {
  auto found = std::ranges::find(image.symbols, name, &link::SymbolInfo::name);
  return found == image.symbols.end() ? nullptr : &*found;
}

class TableMaker {
 public:
  void add(uint64_t address, const codegen::CallSite* call) {
    uint32_t frame = call ? call->frame : 0;
    std::vector<uint32_t> values;
    if (frame != 0) values = call->functions;
    // Whoever looks for an address takes the last one that is not above it.
    if (address_ != 0 && frame == frame_ && values == values_) return;
    bool is_new = frame != frame_;
    number((address - address_) << 2 | uint64_t(is_new) << 1 | !values.empty());
    if (is_new) number(frame);
    for (size_t i = 0; i < values.size(); ++i) {
      int64_t step = int64_t(values[i]) - int64_t(last_);
      uint64_t zigzag = uint64_t(step) << 1 ^ uint64_t(step >> 63);
      number(zigzag << 1 | (i + 1 < values.size()));
      last_ = values[i];
      told.insert(last_);
    }
    address_ = address;
    frame_ = frame;
    values_ = std::move(values);
  }

  // LEB128.
  void number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes.push_back(uint8_t(value | 0x80));
    bytes.push_back(uint8_t(value));
  }

  std::vector<uint8_t> bytes;
  std::set<uint32_t> told;

 private:
  uint64_t address_ = 0;
  uint32_t frame_ = 0;
  uint32_t last_ = 0;
  std::vector<uint32_t> values_;
};

}  // namespace

std::set<uint32_t> add_call_table(link::Image& image,
                                  const codegen::Output& object) {
  Calls calls = find_calls(image, object);
  const link::SymbolInfo* word = find_symbol(image, codegen::kCallTable);
  const link::SymbolInfo* walk = find_symbol(image, codegen::kCallWalk);
  if (calls.empty() || !word || !walk) return {};
  TableMaker table;
  table.number(word->in_text ? word->offset : walk->offset);
  for (auto [address, call] : calls) table.add(address, call);
  table.number(0);
  std::vector<uint8_t>& bytes = word->in_text ? image.text : image.rodata;
  link::write32(bytes, word->offset, uint32_t(bytes.size() - word->offset));
  bytes.insert(bytes.end(), table.bytes.begin(), table.bytes.end());
  return std::move(table.told);
}

}  // namespace wasm2mpy
