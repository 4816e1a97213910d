// The library qrcodegen (examples/qrcode): QR codes of an address.
#include "program.h"
#include "qrcodegen.h"

enum { kVersion = 4, kBuffer = qrcodegen_BUFFER_LEN_FOR_VERSION(kVersion) };

static uint8_t code[kBuffer], scratch[kBuffer];

uint32_t run(uint32_t rounds) {
  uint32_t sum = 0;
  char text[] = "https://example.org/sensor?id=00";
  while (rounds--) {
    text[sizeof text - 2] = (char)('0' + rounds % 10);
    if (!qrcodegen_encodeText(text, scratch, code, qrcodegen_Ecc_MEDIUM,
                              qrcodegen_VERSION_MIN, kVersion,
                              qrcodegen_Mask_AUTO, true))
      return 0;
    int size = qrcodegen_getSize(code);
    for (int y = 0; y < size; ++y) {
      for (int x = 0; x < size; ++x)
        sum = sum * 3 + qrcodegen_getModule(code, x, y);
    }
  }
  return sum;
}
