// A checked cursor over little-endian bytes, the only way in which this
// program reads a binary format.
//
// A failure is sticky: the first one is remembered with its offset, the cursor
// moves to the end, and every later read returns zero. A decoder can therefore
// read a whole structure and ask ok() once, provided that it does so before it
// trusts a value, and that its loops stop when ok() turns false.
#ifndef WASM2MPY_SUPPORT_BYTES_H_
#define WASM2MPY_SUPPORT_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wasm2mpy {

struct ByteError {
  uint64_t offset = 0;
  std::string message;  // empty: no error
};

class ByteCursor {
 public:
  ByteCursor() = default;
  // `base_offset` is where `bytes` starts in the file; `end_message` is what
  // a read beyond the last byte is reported as.
  explicit ByteCursor(std::span<const uint8_t> bytes, uint64_t base_offset = 0,
                      std::string_view end_message = "unexpected end")
      : bytes_(bytes),
        extent_(bytes),
        base_offset_(base_offset),
        end_message_(end_message) {}

  bool ok() const { return error_.message.empty(); }
  const ByteError& error() const { return error_; }
  bool at_end() const { return position_ == bytes_.size(); }
  size_t remaining() const { return bytes_.size() - position_; }
  // Of the next byte, in the file.
  uint64_t offset() const { return base_offset_ + position_; }
  // Zero at the end.
  uint8_t peek() const { return at_end() ? 0 : bytes_[position_]; }

  // Keeps the first error only.
  void fail(std::string message) { fail_at(offset(), std::move(message)); }
  void fail_at(uint64_t offset, std::string message);

  // `what` names the thing that is being read: "function count".
  uint8_t read_u8(std::string_view what);
  uint16_t read_u16(std::string_view what);
  uint32_t read_u32(std::string_view what);
  uint64_t read_u64(std::string_view what);
  std::span<const uint8_t> read_bytes(size_t count, std::string_view what);
  // A part of `count` bytes with an error state of its own.
  ByteCursor read_part(size_t count, std::string_view what,
                       std::string_view end_message);

  // LEB128. A number that has more bytes than its type can need, or more bits
  // than its type, fails with the words of the WebAssembly specification; and
  // one that runs over the end of a part is judged by the bytes behind the
  // part, because a number that is too long is what made it do so.
  uint32_t read_leb_u32(std::string_view what);
  uint64_t read_leb_u64(std::string_view what);
  int32_t read_leb_s32(std::string_view what);
  int64_t read_leb_s33(std::string_view what);
  int64_t read_leb_s64(std::string_view what);

  // MicroPython's numbers: 7 bits a byte, the highest first, each byte but the
  // last with its highest bit set. Fails if it has more than `bits`, 32 or 64,
  // but for zeros in front.
  uint64_t read_vuint(unsigned bits, std::string_view what);

 private:
  uint64_t read_fixed(size_t size, std::string_view what);
  // A signed one is extended to 64 bits.
  uint64_t read_leb(unsigned bits, bool is_signed, std::string_view what);
  bool end_leb(size_t end, std::string_view what);
  void fail_end(std::string_view what);

  std::span<const uint8_t> bytes_;
  // The same, and for a part what follows it in the file.
  std::span<const uint8_t> extent_;
  size_t position_ = 0;
  uint64_t base_offset_ = 0;
  std::string_view end_message_ = "unexpected end";
  ByteError error_;
};

// Writes what read_vuint() reads, with at least so many bytes.
void append_vuint(std::vector<uint8_t>& out, uint64_t value, size_t digits = 1);

}  // namespace wasm2mpy

#endif  // WASM2MPY_SUPPORT_BYTES_H_
