// Clocks, waiting, random bytes: only what is certain.
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static long long now(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time)) return -1;
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(void) {
  time_t seconds = time(NULL);
  int year = 1900 + gmtime(&seconds)->tm_year;
  printf("this year: %s\n", year >= 2024 && year < 2100 ? "yes" : "no");
  long long start = now(CLOCK_MONOTONIC);
  struct timespec wait = {0, 20000000};
  printf("nanosleep: %d\n", nanosleep(&wait, NULL));
  long long passed = now(CLOCK_MONOTONIC) - start;
  // The time to sleep and the clock need not be rounded alike: node's is
  // sometimes a few microseconds short.
  printf("slept: %s\n",
         passed >= 19000000 && passed < 300000000000 ? "yes" : "no");
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += 10000000;
  until.tv_sec += until.tv_nsec / 1000000000;
  until.tv_nsec %= 1000000000;
  printf("until: %d\n",
         clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &until, NULL));
  struct timespec resolution;
  printf("resolution: %d\n", clock_getres(CLOCK_MONOTONIC, &resolution));
  printf("yield: %d\n", sched_yield());

  unsigned char bytes[200] = {0};
  printf("random: %d\n", getentropy(bytes, 180));
  int zeros = 0;
  for (int i = 0; i < 180; i++) zeros += !bytes[i];
  printf("%s\n", zeros < 20 && !bytes[180] ? "good" : "bad");
  return 0;
}
