// Control loops in f32: a PID controller with filters for each of some motors.
#include "program.h"

#define MOTORS 6

typedef struct Motor {
  float target, position, speed, integral, last_error, filtered;
} Motor;

static Motor motors[MOTORS];

static float limit(float x, float lo, float hi) {
  return x < lo ? lo : x > hi ? hi : x;
}

static void step(Motor *motor, float dt) {
  motor->filtered += 0.25f * (motor->position - motor->filtered);
  float error = motor->target - motor->filtered;
  motor->integral = limit(motor->integral + error * dt, -2, 2);
  float slope = (error - motor->last_error) / dt;
  motor->last_error = error;
  float force = limit(3.5f * error + 0.8f * motor->integral + 0.02f * slope,
                      -10, 10);
  motor->speed += (force - 0.6f * motor->speed) * dt;
  motor->position += motor->speed * dt;
}

uint32_t run(uint32_t rounds) {
  for (int i = 0; i < MOTORS; ++i)
    motors[i] = (Motor){.target = (float)(i + 1) * 0.5f};
  while (rounds--) {
    for (int i = 0; i < MOTORS; ++i) step(&motors[i], 0.01f);
    if (rounds % 64 == 0) motors[rounds / 64 % MOTORS].target *= -1;
  }
  uint32_t sum = 0;
  for (int i = 0; i < MOTORS; ++i)
    sum = sum * 31 + (uint32_t)(int32_t)(motors[i].position * 1000);
  return sum;
}
