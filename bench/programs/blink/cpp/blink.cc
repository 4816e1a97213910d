// A class, a text in memory, a variable.
using size_t = decltype(sizeof(0));
#define WIRING(name) __attribute__((import_module("wiring"), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

extern "C" {
WIRING("print") void print(const char* text, size_t size);
WIRING("pinMode") void pin_mode(int pin, int mode);
WIRING("digitalWrite") void digital_write(int pin, int value);
WIRING("digitalRead") int digital_read(int pin);
WIRING("delay") void delay(int milliseconds);
}

class Led {
 public:
  explicit constexpr Led(int pin) : pin_(pin) {}
  void begin() const { pin_mode(pin_, 1); }
  void toggle() {
    is_on_ = !is_on_;
    digital_write(pin_, is_on_);
  }
  bool is_on() const { return is_on_; }

 private:
  int pin_;
  bool is_on_ = false;
};

static Led led(2);

EXPORT("setup") void setup() {
  static const char kText[] = "C++ blinks\n";
  print(kText, sizeof(kText) - 1);
  led.begin();
  pin_mode(4, 2);
}

EXPORT("loop") void loop() {
  led.toggle();
  delay(led.is_on() || digital_read(4) ? 100 : 900);
}
