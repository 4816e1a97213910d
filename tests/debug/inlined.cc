// Templates and members that are inlined into each other.
#define EXPORT(name) extern "C" __attribute__((export_name(#name))) int name

namespace buffers {

template <class T>
class View {
 public:
  View(T *items, int size) : items_(items), size_(size) {}
  T at(int index) const {
    if (index >= size_) fail();  // @checked.1 buffers::View<short>::at
    return items_[index];        // @member.0 buffers::View<int>::at
  }

 private:
  static void fail() {
    __builtin_trap();  // @checked.0 buffers::View<short>::fail
  }
  T *items_;
  int size_;
};

template <class T>
int sum(const View<T> &view, int from, int to) {
  int total = 0;
  for (int i = from; i < to; ++i)
    total += view.at(i);  // @member.1 int buffers::sum<int>
  return total;
}

}  // namespace buffers

int numbers[4] = {1, 2, 3, 4};
short few[4] = {1, 2, 3, 4};

EXPORT(member)(int n) {
  buffers::View<int> view(numbers, 1 << 30);
  int far = n + (1 << 20);
  return buffers::sum(view, far, far + 3);  // @member.2 member
}

EXPORT(checked)(int n) {
  buffers::View<short> view(few, n);
  return view.at(n);  // @checked.2 checked
}
