#include <format>

#include "contract/constants.h"
#include "mpy/format.h"
#include "romfs/format.h"
#include "romfs/image.h"
#include "support/bytes.h"

namespace wasm2mpy::romfs {
namespace {

// Folders nest. A hostile image must not exhaust the stack.
constexpr unsigned kMaxDepth = 64;

class Reader {
 public:
  explicit Reader(std::span<const uint8_t> image)
      : image_(image), cursor_(image) {}

  std::vector<Entry> read();
  const ByteError& error() const { return cursor_.error(); }

 private:
  uint64_t number(std::string_view what);
  // The end of a record, whose length is read.
  uint64_t record_end(uint64_t limit);
  void records(const std::string& folder, uint64_t limit, unsigned depth);
  void named(RecordKind kind, const std::string& folder, uint64_t limit,
             unsigned depth);
  void contents(Entry& entry, uint64_t limit);
  void set_contents(Entry& entry, uint64_t offset, uint64_t size);

  std::span<const uint8_t> image_;
  ByteCursor cursor_;
  uint64_t payload_ = 0;  // where offsets count from
  std::vector<Entry> entries_;
};

uint64_t Reader::number(std::string_view what) {
  return cursor_.read_vuint(32, what);  // what MicroPython reads
}

uint64_t Reader::record_end(uint64_t limit) {
  uint64_t length = number("length of a record");
  uint64_t start = cursor_.offset();
  uint64_t left = start < limit ? limit - start : 0;
  if (cursor_.ok() && (start > limit || length > left)) {
    cursor_.fail(
        std::format("a record of {} bytes ends after what it is in ({} bytes "
                    "are left)",
                    length, left));
  }
  return start + length;
}

void Reader::records(const std::string& folder, uint64_t limit,
                     unsigned depth) {
  if (depth > kMaxDepth) cursor_.fail("folders are nested too deeply");
  while (cursor_.ok() && cursor_.offset() < limit) {
    RecordKind kind = RecordKind(number("kind of a record"));
    if (cursor_.ok() && kind == RecordKind::kUnused)
      cursor_.fail("a record has the kind 0, which no record has");
    uint64_t end = record_end(limit);
    if (!cursor_.ok()) return;
    if (kind == RecordKind::kDirectory || kind == RecordKind::kFile) {
      named(kind, folder, end, depth);
    } else {
      cursor_.read_bytes(end - cursor_.offset(), "record");
    }
  }
}

void Reader::named(RecordKind kind, const std::string& folder, uint64_t limit,
                   unsigned depth) {
  uint64_t size = number("length of a name");
  if (cursor_.ok() && cursor_.offset() + size > limit)
    cursor_.fail("a name ends after its record");
  if (!cursor_.ok()) return;
  std::span<const uint8_t> name = cursor_.read_bytes(size, "name");
  std::string path = folder + std::string(name.begin(), name.end());
  if (kind == RecordKind::kDirectory)
    return records(path + "/", limit, depth + 1);
  Entry entry = {.path = std::move(path)};
  contents(entry, limit);
  entries_.push_back(std::move(entry));
}

// The first record with contents counts.
void Reader::contents(Entry& entry, uint64_t limit) {
  bool is_found = false;
  while (cursor_.ok() && cursor_.offset() < limit) {
    RecordKind kind = RecordKind(number("kind of a record"));
    uint64_t end = record_end(limit);
    if (!cursor_.ok()) return;
    if (kind == RecordKind::kVerbatim && !is_found) {
      set_contents(entry, cursor_.offset(), end - cursor_.offset());
    } else if (kind == RecordKind::kPointer && !is_found) {
      uint64_t size = number("size of contents");
      set_contents(entry, payload_ + number("offset of contents"), size);
    }
    is_found |= kind == RecordKind::kVerbatim || kind == RecordKind::kPointer;
    if (cursor_.ok() && cursor_.offset() > end)
      cursor_.fail("a pointer to contents ends after its record");
    if (cursor_.ok()) cursor_.read_bytes(end - cursor_.offset(), "record");
  }
  if (cursor_.ok() && !is_found)
    cursor_.fail(std::format("file {} has no contents", quote(entry.path)));
}

void Reader::set_contents(Entry& entry, uint64_t offset, uint64_t size) {
  if (!cursor_.ok()) return;
  if (offset > image_.size() || size > image_.size() - offset) {
    cursor_.fail(std::format("the contents of {} end after the image",
                             quote(entry.path)));
    return;
  }
  entry.offset = offset;
  entry.bytes = image_.subspan(offset, size);
}

std::vector<Entry> Reader::read() {
  if (number("magic number") != uint64_t(RecordKind::kFilesystem)) {
    cursor_.fail_at(0, "not a ROMFS image");
    return {};
  }
  uint64_t end = record_end(image_.size());
  payload_ = cursor_.offset();
  records("", end, 0);
  return std::move(entries_);
}

}  // namespace

Result<std::vector<Entry>> read_image(std::span<const uint8_t> bytes,
                                      std::string file,
                                      Diagnostics& diagnostics) {
  Reader reader(bytes);
  std::vector<Entry> entries = reader.read();
  const ByteError& error = reader.error();
  if (error.message.empty()) return entries;
  return diagnostics.fail({.file = std::move(file),
                           .offset = error.offset,
                           .message = error.message});
}

std::string describe(std::span<const uint8_t> bytes,
                     std::span<const Entry> entries) {
  std::string out = "format          ROMFS\n";
  out += std::format("image size      {} bytes\n", bytes.size());
  out += std::format("files           {}\n", entries.size());
  for (const Entry& entry : entries) {
    bool is_astray =
        mpy::is_native(entry.bytes) && entry.offset % RT_XIP_ALIGNMENT != 0;
    out += std::format(
        "  {:#08x}  {:>8}  {}{}\n", entry.offset, entry.bytes.size(),
        escape_controls(entry.path),
        is_astray ? "  (not aligned: its code is copied to RAM)" : "");
  }
  return out;
}

}  // namespace wasm2mpy::romfs
