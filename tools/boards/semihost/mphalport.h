#include <stddef.h>
#include <stdint.h>

#define mp_hal_readline host_readline
struct _vstr_t;
int host_readline(struct _vstr_t *line, const char *prompt);

static inline void mp_hal_set_interrupt_char(int c) { (void)c; }
