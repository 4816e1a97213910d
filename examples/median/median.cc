// A filter for sensors whose readings jump: distances by ultrasound, heart
// rates. The median of the last readings drops single wild ones, where a mean
// would be pulled along.
#include <algorithm>
#include <array>
#include <cstddef>

#define EXPORT(NAME) extern "C" __attribute__((export_name(NAME)))

namespace {

template <typename Reading, std::size_t kWindow>
class MedianFilter {
  static_assert(kWindow % 2 == 1, "there must be a reading in the middle");

 public:
  void reset() { count_ = 0; }

  Reading add(Reading reading) {
    // The first reading stands for all those that are not there yet.
    if (count_++ == 0) readings_.fill(reading);
    readings_[count_ % kWindow] = reading;
    std::array<Reading, kWindow> sorted = readings_;
    auto middle = sorted.begin() + kWindow / 2;
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
  }

 private:
  std::array<Reading, kWindow> readings_;
  std::size_t count_ = 0;
};

MedianFilter<int, 9> filter;

}  // namespace

EXPORT("add") int add(int reading) { return filter.add(reading); }

EXPORT("reset") void reset() { filter.reset(); }
