// The alignment of a file's contents depends on all that is before them, so the
// image is written from its start. The lengths of what is around a file, which
// are known only later, take a fixed number of digits.
#include <algorithm>
#include <format>
#include <map>

#include "contract/constants.h"
#include "mpy/format.h"
#include "romfs/format.h"
#include "romfs/image.h"
#include "support/bytes.h"

namespace wasm2mpy::romfs {
namespace {

constexpr size_t kLengthDigits = 4;
constexpr uint64_t kMaxSize = uint64_t{1} << 7 * kLengthDigits;

// A file, or a folder: then `file` is null.
struct Node {
  const File* file = nullptr;
  std::map<std::string, Node> children;
};

class Writer {
 public:
  std::vector<uint8_t> write(const Node& root);

 private:
  // A number with at least so many digits.
  void number(uint64_t value, size_t digits = 1) {
    append_vuint(out_, value, digits);
  }
  void bytes(std::span<const uint8_t> bytes) {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
  }
  // Begins a record that ends where end() is called with the result.
  size_t begin(RecordKind kind);
  void end(size_t start);
  void entry(const std::string& name, const Node& node);
  void contents(const File& file);

  std::vector<uint8_t> out_;
};

size_t Writer::begin(RecordKind kind) {
  number(uint64_t(kind));
  number(0, kLengthDigits);
  return out_.size();
}

void Writer::end(size_t start) {
  uint64_t length = out_.size() - start;
  for (size_t i = 0; i < kLengthDigits; ++i) {
    uint64_t digit = length >> 7 * (kLengthDigits - 1 - i) & 0x7f;
    out_[start - kLengthDigits + i] |= uint8_t(digit);
  }
}

void Writer::entry(const std::string& name, const Node& node) {
  size_t start = begin(node.file ? RecordKind::kFile : RecordKind::kDirectory);
  number(name.size());
  out_.insert(out_.end(), name.begin(), name.end());
  if (node.file) contents(*node.file);
  for (const auto& [child_name, child] : node.children)
    entry(child_name, child);
  end(start);
}

// Zeros that lead in the length are the padding: a record of padding would take
// two bytes at least.
void Writer::contents(const File& file) {
  number(uint64_t(RecordKind::kVerbatim));
  size_t start = out_.size();
  number(file.bytes.size());
  if (mpy::is_native(file.bytes)) {
    size_t digits = out_.size() - start;
    size_t behind = out_.size() % RT_XIP_ALIGNMENT;
    size_t zeros = (RT_XIP_ALIGNMENT - behind) % RT_XIP_ALIGNMENT;
    out_.resize(start);
    number(file.bytes.size(), digits + zeros);
  }
  bytes(file.bytes);
}

std::vector<uint8_t> Writer::write(const Node& root) {
  size_t start = begin(RecordKind::kFilesystem);
  for (const auto& [name, node] : root.children) entry(name, node);
  if (out_.size() % 2 != 0) {
    number(uint64_t(RecordKind::kPadding));
    number(1);
    out_.push_back(0);
  }
  end(start);
  return std::move(out_);
}

// Finds a place for the file; what is wrong with its path, or empty.
std::string add(Node& root, const File& file) {
  Node* node = &root;
  std::string_view rest = file.path;
  while (true) {
    size_t end = std::min(rest.find('/'), rest.size());
    std::string name(rest.substr(0, end));
    if (name.empty() || name == "." || name == "..") return "is no path";
    if (node->file) return "would be in a folder that is a file";
    node = &node->children[name];
    if (end == rest.size()) break;
    rest.remove_prefix(end + 1);
  }
  if (node->file) return "is there twice";
  if (!node->children.empty()) return "is a folder, too";
  node->file = &file;
  return "";
}

}  // namespace

Result<std::vector<uint8_t>> write_image(std::span<const File> files,
                                         Diagnostics& diagnostics) {
  Node root;
  Result<void> status;
  uint64_t size = 0;
  for (const File& file : files) {
    std::string problem = add(root, file);
    if (!problem.empty()) {
      status = diagnostics.fail(
          std::format("{} in the image {}", quote(file.path), problem));
    }
    size += file.bytes.size() + file.path.size();
  }
  // Records around files are small; what is left is for them.
  if (size > kMaxSize / 2) {
    status = diagnostics.fail(
        std::format("the files have {} bytes, and an image at most {} MiB",
                    size, kMaxSize >> 21));
  }
  if (!status) return std::unexpected(status.error());
  return Writer().write(root);
}

}  // namespace wasm2mpy::romfs
