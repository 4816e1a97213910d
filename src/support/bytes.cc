#include "support/bytes.h"

#include <algorithm>
#include <format>

namespace wasm2mpy {

void ByteCursor::fail_at(uint64_t offset, std::string message) {
  if (ok()) error_ = {offset, std::move(message)};
  position_ = bytes_.size();
}

void ByteCursor::fail_end(std::string_view what) {
  fail(std::format("{} while reading {}", end_message_, what));
}

uint64_t ByteCursor::read_fixed(size_t size, std::string_view what) {
  if (remaining() < size) {
    fail_end(what);
    return 0;
  }
  uint64_t value = 0;
  for (size_t i = 0; i < size; ++i) {
    value |= uint64_t{bytes_[position_ + i]} << (8 * i);
  }
  position_ += size;
  return value;
}

uint8_t ByteCursor::read_u8(std::string_view what) {
  return uint8_t(read_fixed(1, what));
}

uint16_t ByteCursor::read_u16(std::string_view what) {
  return uint16_t(read_fixed(2, what));
}

uint32_t ByteCursor::read_u32(std::string_view what) {
  return uint32_t(read_fixed(4, what));
}

uint64_t ByteCursor::read_u64(std::string_view what) {
  return read_fixed(8, what);
}

std::span<const uint8_t> ByteCursor::read_bytes(size_t count,
                                                std::string_view what) {
  if (remaining() < count) {
    fail_end(what);
    return {};
  }
  std::span<const uint8_t> part = bytes_.subspan(position_, count);
  position_ += count;
  return part;
}

ByteCursor ByteCursor::read_part(size_t count, std::string_view what,
                                 std::string_view end_message) {
  uint64_t start = offset();
  std::span<const uint8_t> extent = extent_.subspan(position_);
  ByteCursor part(read_bytes(count, what), start, end_message);
  part.extent_ = extent;
  return part;
}

// Moves behind a number that ends at `end`, if that is still in the part.
bool ByteCursor::end_leb(size_t end, std::string_view what) {
  position_ = std::min(end, bytes_.size());
  if (end <= bytes_.size()) return true;
  fail_end(what);
  return false;
}

// The checks stand in the order of the specification's reference interpreter:
// the last byte's excess bits are "too large" even if another byte follows.
uint64_t ByteCursor::read_leb(unsigned bits, bool is_signed,
                              std::string_view what) {
  uint64_t start = offset();
  uint64_t value = 0;
  size_t next = position_;
  for (unsigned shift = 0; shift < bits; shift += 7) {
    if (next == extent_.size()) {
      end_leb(next + 1, what);
      return 0;
    }
    uint8_t byte = extent_[next++];
    uint8_t payload = byte & 0x7f;
    if (unsigned left = bits - shift; left < 7) {
      // These must be zeros, or copies of the sign bit, which is one of them.
      uint8_t excess = (0x7f << (left - is_signed)) & 0x7f;
      bool is_negative = is_signed && (payload & excess) == excess;
      if ((payload & excess) != 0 && !is_negative) {
        fail_at(start, std::format("integer too large for {} ({} bits at most)",
                                   what, bits));
        return 0;
      }
    }
    value |= uint64_t{payload} << shift;
    if (byte >= 0x80) continue;
    if (!end_leb(next, what)) return 0;
    unsigned used = shift + 7;
    if (is_signed && used < 64 && (payload & 0x40) != 0)
      value |= ~uint64_t{0} << used;
    return value;
  }
  fail_at(start,
          std::format("integer representation too long for {} ({} bytes at "
                      "most)",
                      what, (bits + 6) / 7));
  return 0;
}

uint32_t ByteCursor::read_leb_u32(std::string_view what) {
  return uint32_t(read_leb(32, /*is_signed=*/false, what));
}

uint64_t ByteCursor::read_leb_u64(std::string_view what) {
  return read_leb(64, /*is_signed=*/false, what);
}

int32_t ByteCursor::read_leb_s32(std::string_view what) {
  return int32_t(read_leb(32, /*is_signed=*/true, what));
}

int64_t ByteCursor::read_leb_s33(std::string_view what) {
  return int64_t(read_leb(33, /*is_signed=*/true, what));
}

int64_t ByteCursor::read_leb_s64(std::string_view what) {
  return int64_t(read_leb(64, /*is_signed=*/true, what));
}

uint64_t ByteCursor::read_vuint(unsigned bits, std::string_view what) {
  uint64_t start = offset();
  uint64_t value = 0;
  while (ok()) {
    uint8_t byte = read_u8(what);
    if (value >> (bits - 7) != 0) {
      fail_at(start, std::format("{} has more than {} bits", what, bits));
      break;
    }
    value = value << 7 | (byte & 0x7f);
    if ((byte & 0x80) == 0) return value;
  }
  return 0;
}

void append_vuint(std::vector<uint8_t>& out, uint64_t value, size_t digits) {
  size_t most = 1;
  while (most < 10 && value >> 7 * most != 0) ++most;
  for (; digits > most; --digits) out.push_back(0x80);
  while (--most != 0) out.push_back(uint8_t(0x80 | (value >> 7 * most & 0x7f)));
  out.push_back(uint8_t(value & 0x7f));
}

}  // namespace wasm2mpy
