#include "codegen/abi/data_image.h"

#include <algorithm>
#include <span>

#include <llvm/Support/LEB128.h>
#include <llvm/Support/raw_ostream.h>

#include "wasm/const_expr.h"

namespace wasm2mpy::codegen {
namespace {

// So many zeros are worth a new piece: it takes two to four bytes in the image,
// and some dozen instructions once.
constexpr size_t kLeastGap = 8;

struct Placed {
  uint64_t at;
  std::span<const uint8_t> bytes;

  uint64_t end() const { return at + bytes.size(); }
};

// By memory, in the order of addresses.
std::optional<std::vector<std::vector<Placed>>> place(
    const wasm::Module& module) {
  std::vector<std::vector<Placed>> memories(module.memories.size());
  for (const wasm::DataSegment& segment : module.data) {
    if (segment.mode != wasm::SegmentMode::kActive) continue;
    const wasm::Memory& memory = module.memories[segment.memory];
    std::optional<uint64_t> at = wasm::constant_address(segment.offset_expr);
    if (memory.import || !at) return std::nullopt;
    uint64_t size = memory.type.limits.min * memory.type.page_size();
    if (segment.bytes.size() > size || *at > size - segment.bytes.size())
      return std::nullopt;
    memories[segment.memory].push_back({*at, segment.bytes});
  }
  for (std::vector<Placed>& placed : memories) {
    std::ranges::stable_sort(placed, {}, &Placed::at);
    for (size_t i = 1; i < placed.size(); ++i) {
      if (placed[i].at < placed[i - 1].end()) return std::nullopt;
    }
  }
  return memories;
}

class Encoder {
 public:
  void add(const Placed& placed);
  std::string take() { return std::move(image_); }

 private:
  void add_piece(const Placed& piece);

  std::string image_;
  uint64_t written_ = 0;  // up to this address
};

void Encoder::add_piece(const Placed& piece) {
  llvm::raw_string_ostream stream(image_);
  llvm::encodeULEB128(piece.at - written_, stream);
  llvm::encodeULEB128(piece.bytes.size(), stream);
  stream.write(reinterpret_cast<const char*>(piece.bytes.data()),
               piece.bytes.size());
  written_ = piece.end();
}

void Encoder::add(const Placed& placed) {
  auto is_zero = [](uint8_t byte) { return byte == 0; };
  auto rest = placed.bytes;
  while (true) {
    auto begin = std::ranges::find_if_not(rest, is_zero);
    if (begin == rest.end()) return;
    // Behind the last byte before the gap.
    auto end = begin;
    for (auto at = begin; at != rest.end(); ++at) {
      if (is_zero(*at)) continue;
      if (size_t(at - end) >= kLeastGap) break;
      end = at + 1;
    }
    uint64_t offset = uint64_t(begin - placed.bytes.begin());
    add_piece({placed.at + offset, {begin, end}});
    rest = {end, rest.end()};
  }
}

}  // namespace

std::optional<std::vector<std::string>> make_data_images(
    const wasm::Module& module) {
  std::optional<std::vector<std::vector<Placed>>> memories = place(module);
  if (!memories) return std::nullopt;
  std::vector<std::string> images;
  for (const std::vector<Placed>& placed : *memories) {
    Encoder encoder;
    for (const Placed& segment : placed) encoder.add(segment);
    images.push_back(encoder.take());
  }
  return images;
}

}  // namespace wasm2mpy::codegen
